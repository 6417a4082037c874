import { expect, test } from 'vitest';
import { World } from '../../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../../src/data/simulate/world-config.ts';

const SMALL: WorldConfig = {
  ...DEFAULT_WORLD_CONFIG,
  family: 'trends',
  items: 1000,
  users: 50,
  driftSpread: 0,
  halfLifeDays: 'none',
};

test('the wanted share of topics is hot, from the start on, and moves clicks as much as wanted', () => {
  const world = new World({ ...SMALL, impressionsPerDay: 24, trendShare: 0.2, trendDays: 2 });
  for (let day = 1; day <= 60; day++) Array.from(world.drawDay(day));
  for (const { fact, wanted, drawn } of world.family.facts(Int32Array.of())) {
    expect(Math.abs(drawn / (wanted ?? NaN) - 1), `${fact}: ${drawn}`).toBeLessThan(0.08);
  }
});

test('while a topic is hot its items are shown and clicked more, and no longer after', () => {
  const world = new World({ ...SMALL, impressionsPerDay: 60_000, trendShare: 0.2, trendDays: 4 });
  const { catalog, tree, family } = world;
  const heatOf = (leaf: number): number => family.heat?.(leaf) ?? NaN;
  const topics = tree.numNodes[1];
  const leavesPerTopic = tree.numLeaves / topics;
  const tally = { hot: { shown: 0, clicks: 0, items: 0 }, cold: { shown: 0, clicks: 0, items: 0 } };
  const wasHot = new Set<number>();
  const isOver = new Set<number>();
  for (let day = 1; day <= 6; day++) {
    // A topic counts by its height in the evening, which is when most is shown.
    const heights: number[] = [];
    const shown = new Float64Array(topics);
    const clicks = new Float64Array(topics);
    for (const { impressions } of world.drawDay(day)) {
      if (heights.length === 0) {
        for (let topic = 0; topic < topics; topic++) heights.push(heatOf(topic * leavesPerTopic));
      }
      impressions.itemIndex.forEach((item, i) => {
        const topic = tree.nodeAt(catalog.leaf.values[item], 1);
        shown[topic] += 1;
        clicks[topic] += impressions.label[i];
      });
    }
    heights.forEach((height, topic) => {
      if (height > 0 && height < 0.5) return;
      const of = height > 0 ? tally.hot : tally.cold;
      if (height > 0) wasHot.add(topic);
      else if (wasHot.has(topic)) isOver.add(topic);
      of.shown += shown[topic];
      of.clicks += clicks[topic];
      of.items += catalog.leaf.values
        .subarray(0, catalog.numItems)
        .reduce((sum, leaf) => sum + (tree.nodeAt(leaf, 1) === topic ? 1 : 0), 0);
    });
  }
  const { hot, cold } = tally;
  expect(hot.shown / hot.items).toBeGreaterThan(2 * (cold.shown / cold.items));
  expect(hot.clicks / hot.shown).toBeGreaterThan(1.4 * (cold.clicks / cold.shown));
  expect(isOver.size).toBeGreaterThan(10);
});
