import { expect, test } from 'vitest';
import { drawEmbeddings } from '../../../src/data/simulate/draw-embeddings.ts';
import { LogCounts } from '../../../src/data/simulate/log-counts.ts';
import { World } from '../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { popularityChange } from '../../../src/data/simulate/world-facts.ts';

const SMALL: WorldConfig = {
  ...DEFAULT_WORLD_CONFIG,
  items: 500,
  users: 100,
  days: 2,
  impressionsPerDay: 20_000,
};

function countLog(world: World): LogCounts {
  const counts = new LogCounts();
  for (let day = 1; day <= world.config.days; day++) {
    for (const batch of world.drawDay(day)) counts.add(batch, day, world.catalog.numItems);
  }
  return counts;
}

test('another population of one world: the same clusters with the same content, other items, users and clicks', () => {
  const settings = { ...SMALL, impressionsPerDay: 2000, embeddingNoise: 0 };
  const [world, other, elsewhere] = [
    new World({ ...settings, seed: 3 }),
    new World({ ...settings, seed: 3, populationSeed: 4 }),
    new World({ ...settings, seed: 4 }),
  ];
  /** Embedding by leaf; there is no noise. */
  const contentOf = ({ catalog, tree, config, rng }: World): Map<number, string> => {
    const embeddings_ND = drawEmbeddings(config, catalog, tree, rng.split('embeddings'));
    const width = config.embeddingWidth;
    return new Map(
      Array.from({ length: catalog.numItems }, (_, item) => [
        catalog.leaf.values[item],
        embeddings_ND.subarray(item * width, (item + 1) * width).join(),
      ]),
    );
  };
  const shared = (one: World, two: World): string[] => {
    const [a, b] = [contentOf(one), contentOf(two)];
    const leaves = [...a.keys()].filter((leaf) => b.has(leaf));
    return leaves.map((leaf) => (a.get(leaf) === b.get(leaf) ? 'same' : 'other'));
  };
  expect(other.tree.leafShares).toEqual(world.tree.leafShares);
  expect(new Set(shared(world, other))).toEqual(new Set(['same']));
  expect(new Set(shared(world, elsewhere))).toEqual(new Set(['other']));
  expect(shared(world, other).length).toBeGreaterThan(20);
  expect(other.catalog.leaf.values).not.toEqual(world.catalog.leaf.values);
  const firstClicks = (each: World): number[] =>
    [...each.drawDay(1)].flatMap(({ impressions }) => [...impressions.label]);
  expect(firstClicks(other)).not.toEqual(firstClicks(world));
});

test('a population seed that is the seed of the world changes nothing', () => {
  const draw = (settings: Partial<WorldConfig>): unknown => [
    ...new World({ ...SMALL, impressionsPerDay: 2000, ...settings }).drawDay(1),
  ];
  expect(draw({ seed: 3, populationSeed: 3 })).toEqual(draw({ seed: 3 }));
  expect(draw({ seed: 3, populationSeed: 4 })).not.toEqual(draw({ seed: 3 }));
});

test('items that never die are those of the first day, equally popular all the time', () => {
  const settings = { ...SMALL, days: 6, impressionsPerDay: 50_000, driftSpread: 0 };
  const still = new World({ ...settings, halfLifeDays: 'none' });
  const counts = countLog(still);
  expect(still.catalog.numItems).toBe(SMALL.items);
  expect(popularityChange(counts)).toBeLessThan(0.1);
  const dying = new World(settings);
  expect(popularityChange(countLog(dying))).toBeGreaterThan(0.2);
  expect(dying.catalog.numItems).toBeGreaterThan(1.4 * SMALL.items);
});
