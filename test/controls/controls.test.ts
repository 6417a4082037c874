import { expect, test } from 'vitest';
import type { RankerRunConfig } from '../../src/ranker/model/ranker-config.ts';
import type { WorldConfig } from '../../src/data/simulate/world-config.ts';
import { drawCorpus, meanWithError, shuffled, train } from './control-world.ts';
import type { ControlCorpus } from './control-world.ts';

/*
 * Nothing may be found where there is nothing, and something where there is. Each seed is a world with users, items and
 * rankers of its own; bounds are three standard errors of the mean over seeds. Semantic IDs are those of an ideal
 * quantizer.
 */
const SEEDS = [1, 2, 3, 4, 5, 6];
const DAYS = { from: 1, to: 3 };
const WORLD: Partial<WorldConfig> = {
  ...{ items: 300, users: 150, days: 4, impressionsPerDay: 6000, clusters: [4, 3, 3] },
  ...{ meanCtr: 0.3, qualitySpread: 0.5, clusterSpread: 1 },
};

/** As many rows as prefixes of 1 to 3 codes below 4 can need, and as many look-ups for multi-hash: 3. */
const ROWS = 4 + 16 + 64;

/** NE on the day after training. */
async function neAfter(corpus: ControlCorpus, settings: Partial<RankerRunConfig>, seed: number) {
  const neOf = await train(corpus, { embed: 'prefix', days: DAYS, seed, ...settings });
  return neOf(DAYS.to, DAYS.to + 1, 'all');
}

/** By how much codes that mean something bring NE below the same codes shuffled among items, and below multi-hash. */
async function gains(contentSignal: number) {
  const overShuffled: number[] = [];
  const overHashes: number[] = [];
  for (const seed of SEEDS) {
    const family = 'hidden-factors' as const;
    const corpus = await drawCorpus({ ...WORLD, family, contentSignal, seed });
    const prefix = await neAfter(corpus, { rows: ROWS }, seed);
    overShuffled.push((await neAfter(corpus, { rows: ROWS, shuffleCodes: true }, seed)) - prefix);
    overHashes.push((await neAfter(corpus, { embed: 'multi-hash', rows: ROWS }, seed)) - prefix);
  }
  return { overShuffled: meanWithError(overShuffled), overHashes: meanWithError(overHashes) };
}

test('where content says nothing, semantic IDs win nothing; where it says all, they win', async () => {
  const [nothing, all] = [await gains(0), await gains(1)];
  for (const { mean, error } of [nothing.overShuffled, nothing.overHashes]) {
    expect(mean).toBeLessThan(3 * error);
  }
  expect(Math.abs(nothing.overShuffled.mean)).toBeLessThan(3 * nothing.overShuffled.error);
  for (const { mean, error } of [all.overShuffled, all.overHashes]) {
    expect(mean).toBeGreaterThan(3 * error);
  }
  // What chance does at 0 would not hide what there is at 1.
  expect(3 * nothing.overShuffled.error).toBeLessThan(all.overShuffled.mean);
}, 300_000);

test('from shuffled labels nobody learns; from the same labels in their order all do', async () => {
  const embeds = ['individual', 'random', 'prefix'] as const;
  const gains = embeds.map((embed) => ({ embed, real: [] as number[], control: [] as number[] }));
  for (const seed of SEEDS) {
    const corpus = await drawCorpus({ ...WORLD, seed });
    const control = await shuffled(corpus, seed);
    for (const gain of gains) {
      const { embed } = gain;
      gain.real.push(1 - (await neAfter(corpus, { embed }, seed)));
      gain.control.push(1 - (await neAfter(control, { embed }, seed)));
    }
  }
  for (const { embed, real, control } of gains) {
    const [learned, fromNothing] = [meanWithError(real), meanWithError(control)];
    expect(fromNothing.mean, embed).toBeLessThan(3 * fromNothing.error);
    expect(learned.mean, embed).toBeGreaterThan(3 * learned.error);
  }
}, 300_000);

test('with items that never die the late model is no worse on the early day; with short lives it is', async () => {
  const [early, late] = [4, 8];
  /** Rise of NE from the early to the late model, on what neither was trained on. */
  const drift = async (halfLifeDays: WorldConfig['halfLifeDays']) => {
    const rises: number[] = [];
    for (const seed of [...SEEDS, 7, 8]) {
      const settings = { ...WORLD, driftSpread: 0, days: late, halfLifeDays, seed };
      const size = { items: 200, impressionsPerDay: 10_000, qualitySpread: 1.5, tasteSpread: 0.3 };
      const corpus = await drawCorpus({ ...settings, ...size });
      const neOf = await train(corpus, {
        ...{ embed: 'random', collisionFactor: 10, days: { from: 1, to: late }, seed },
        ...{ keepDays: [early, late], heldOutShare: 0.5 },
      });
      const [before, after] = [
        await neOf(early, early, 'held-out'),
        await neOf(late, early, 'held-out'),
      ];
      rises.push(after - before);
    }
    return meanWithError(rises);
  };
  const [none, short] = [await drift('none'), await drift(0.5)];
  expect(none.mean).toBeLessThan(3 * none.error);
  expect(short.mean).toBeGreaterThan(3 * short.error);
}, 300_000);
