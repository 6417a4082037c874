import { expect, test } from 'vitest';
import { drawEmbeddings } from '../../../src/data/simulate/draw-embeddings.ts';
import { LogCounts } from '../../../src/data/simulate/log-counts.ts';
import { TasteSample } from '../../../src/data/simulate/taste-sample.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { measureWorldFacts, popularityChange } from '../../../src/data/simulate/world-facts.ts';
import { World } from '../../../src/data/simulate/world.ts';

/** A world's facts by the beginning of their names. */
function factsOf(
  settings: Partial<WorldConfig>,
): (start: string) => { wanted: number; drawn: number } {
  const config = { ...DEFAULT_WORLD_CONFIG, ...settings };
  const world = new World(config);
  const counts = new LogCounts();
  const tastes = new TasteSample(world);
  for (let day = 1; day <= config.days; day++) {
    for (const batch of world.drawDay(day)) {
      counts.add(batch, day, world.catalog.numItems);
      tastes.add(batch);
    }
  }
  const embeddings_ND = drawEmbeddings(config, world.catalog, world.tree, world.rng.split('e'));
  const facts = measureWorldFacts(world, counts, embeddings_ND, tastes.spread());
  return (start) => {
    const found = facts.find(({ fact }) => fact.startsWith(start));
    return { wanted: found?.wanted ?? NaN, drawn: found?.drawn ?? NaN };
  };
}

const SIZE = { items: 6000, users: 1000, days: 13, impressionsPerDay: 60_000 };

test('other settings make another world, and the facts show it', () => {
  const fact = factsOf({
    ...SIZE,
    halfLifeDays: 3,
    embeddingNoise: 0.5,
    qualitySpread: 0.8,
    tasteSpread: 0.5,
    copyShare: 0.1,
    meanCtr: 0.2,
  });
  const expected: readonly (readonly [string, number, number])[] = [
    ['items of day 1 gone 3 days later', 50, 4],
    ['items of the last day come in the 3 days', 50, 9],
    ['items of the last day, of day 1', 100, 8],
    ['variance of embeddings', 20, 3],
    ["items' quality", 0.8, 0.04],
    ['items that are copies', 10, 1],
    ['taste of users', 0.5, 0.1],
    ['clicks', 20, 2],
  ];
  for (const [name, wanted, tolerance] of expected) {
    expect(fact(name).wanted, name).toBeCloseTo(wanted, 6);
    expect(Math.abs(fact(name).drawn - wanted), `${name}: ${fact(name).drawn}`).toBeLessThan(
      tolerance,
    );
  }
});

test('the change of popularity is measured without the noise of counting', () => {
  const counts = new LogCounts();
  // 40 items, 400 times on day 1; on day 6 half of them 400 and half 800 times.
  const numItems = 40;
  const show = (day: number, times: (item: number) => number): void => {
    const itemIndex = Int32Array.from({ length: numItems }, (_, item) => item);
    for (let round = 0; round < 800; round++) {
      const shown = itemIndex.filter((item) => round < times(item));
      const zeros = new Uint8Array(shown.length);
      const timeMs = new Float64Array(shown.length);
      const impressions = { userIndex: shown, itemIndex: shown, timeMs, label: zeros, dense: [] };
      counts.add({ impressions, probability: timeMs.map(() => 0.5) }, day, numItems);
    }
  };
  show(1, () => 400);
  show(6, (item) => (item < 20 ? 400 : 800));
  const spread = (Math.log(2) / 2) ** 2 * (40 / 39);
  const noise = 1 / 400 + (1 / 400 + 1 / 800) / 2;
  expect(popularityChange(counts)).toBeCloseTo(Math.sqrt(spread - noise), 6);
});

test('a log too short to tell says so', () => {
  const fact = factsOf({ ...SIZE, days: 2 });
  expect(fact('items of day 1 gone').drawn).toBeNaN();
  expect(fact('change of log popularity').drawn).toBeNaN();
});
