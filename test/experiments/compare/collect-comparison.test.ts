import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeItemSegments } from '../../../src/artifacts/item-segments.ts';
import { writePredictions } from '../../../src/artifacts/predictions.ts';
import { meanInterval } from '../../../src/metrics/interval.ts';
import { normalizedEntropy } from '../../../src/metrics/normalized-entropy.ts';
import { segmentMetrics } from '../../../src/metrics/segment-metrics.ts';
import { collectComparison } from '../../../src/experiments/compare/collect-comparison.ts';
import { comparisonToJson } from '../../../src/experiments/compare/comparison-json.ts';
import { segmentToJson } from '../../../src/experiments/metrics-json.ts';
import type { Trial } from '../../../src/experiments/compare/plan-trials.ts';
import { comparisonTable } from '../../../src/cli/print/comparison-tables.ts';
import type { Comparison } from '../../../src/experiments/compare/run-comparison.ts';
import { madeUpRecord, writeMadeUp } from '../../support/made-up-records.ts';
import { madeUpPredictions, NUM_ITEMS, temporaryFolder } from '../tiny-run.ts';

const folder = temporaryFolder();

/** A finished trial whose model errs by this much. */
async function finishedTrial(
  name: 'random' | 'prefix',
  seed: number,
  error: number,
  days = { from: 1, to: 2 },
): Promise<Trial> {
  const place = join(folder, `${name}-${seed}`);
  const trial: Trial = {
    id: `${name}-${seed}`,
    line: {
      ...{ name, strategy: { name, embed: name, ranker: {} } },
      ...{ point: {}, baseline: 'random' },
    },
    seed,
    folder: place,
    runFolder: join(place, 'run'),
    segmentsFolder: join(place, 'segments'),
    training: { stream: '', tableBytes: 0 },
    driftFolder: join(place, 'drift'),
    steps: [{ stage: 'train-ranker', settings: {}, out: join(place, 'run') }],
    analyses: [
      {
        ...{ stage: 'analyze attention', settings: {} },
        out: join(place, 'attention'),
      },
    ],
  };
  // Only the first seed's analysis is done.
  if (seed === 1) {
    await writeAttention(join(place, 'attention'), ['entropy']);
  }
  await writeMadeUp(
    madeUpRecord('train-ranker', trial.runFolder, {
      config: { embed: name, seed, days },
      metrics: { table_rows: 34, tokens_per_item: 3, examples_per_second: 1000 * seed },
    }),
  );
  const predictions = madeUpPredictions(300, error, seed);
  const segment_N = new Uint8Array(NUM_ITEMS).fill(1);
  const segments = segmentMetrics(predictions, segment_N).map(segmentToJson);
  const ofSegments = { metrics: { model_day: 2, segments } };
  await writeMadeUp(madeUpRecord('eval-segments', trial.segmentsFolder, ofSegments));
  await writePredictions(join(trial.segmentsFolder, 'predictions.arrow'), predictions);
  await writeItemSegments(join(trial.segmentsFolder, 'item-segments.arrow'), segment_N);
  mkdirSync(join(place, 'drift'));
  await writePredictions(join(place, 'drift', 'run-1-early.arrow'), predictions);
  await writePredictions(
    join(place, 'drift', 'run-1-late.arrow'),
    madeUpPredictions(300, error + 0.2, seed),
  );
  return trial;
}

function writeAttention(folder: string, by_construction: readonly string[]): Promise<string> {
  const metrics = { figures: { entropy: 2.5, padding: NaN }, by_construction };
  return writeMadeUp(madeUpRecord('analyze attention', folder, { metrics }));
}

const ne = (error: number, seed: number): number =>
  normalizedEntropy(madeUpPredictions(300, error, seed));

test('a line for each strategy: means over seeds, gain paired by seed', async () => {
  const trials = [
    await finishedTrial('random', 1, 0.8),
    await finishedTrial('random', 2, 0.9),
    await finishedTrial('prefix', 1, 0.3),
    await finishedTrial('prefix', 2, 0.2),
  ];
  const [random, prefix] = await collectComparison(trials);
  expect(random).toMatchObject({
    line: { name: 'random' },
    seeds: [1, 2],
    tableRows: 34,
    tokensPerItem: 3,
  });
  expect(random.examplesPerSecond).toBe(1500);
  expect(random.gain).toBeUndefined();
  const all = prefix.segments.find(({ segment }) => segment === 'all');
  expect(all?.ne).toBeCloseTo((ne(0.3, 1) + ne(0.2, 2)) / 2, 12);
  expect(all?.neSpread).toBeCloseTo(Math.abs(ne(0.3, 1) - ne(0.2, 2)) / Math.SQRT2, 12);
  const gains = [1 - ne(0.3, 1) / ne(0.8, 1), 1 - ne(0.2, 2) / ne(0.9, 2)];
  expect(prefix.gain?.value).toBeCloseTo(50 * (gains[0] + gains[1]), 10);
  expect(prefix.gain?.sources).toEqual(['seeds', 'users', 'items']);
  expect(prefix.estimates.get('auc/all')?.sources).toEqual(['seeds']);
  expect(prefix.drift?.drift.value).toBeCloseTo(
    50 * (ne(0.5, 1) / ne(0.3, 1) + ne(0.4, 2) / ne(0.2, 2) - 2),
    10,
  );

  const text = comparisonTable([random, prefix], 'random');
  const [table] = text.split('\n\n');
  expect(table.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual([
    'strategy',
    'random',
    'prefix',
  ]);
  expect(text).not.toContain('other items');
  expect(text).toContain(`${all?.ne.toFixed(4)} ± ${all?.neSpread.toFixed(4)}`);

  const comparison: Comparison = {
    ...{
      title: 'a comparison',
      baseline: 'random',
      inputs: [],
      claims: [],
      sources: { varies: ['ranker', 'users', 'items'], fixed: ['codes', 'log'] },
    },
    ...{ failed: [], missing: [], reused: 0, trained: 4 },
    results: [random, prefix],
  };
  const json = comparisonToJson(comparison, [], 'runs/it');
  expect(json).toMatchObject({
    strategies: [
      { strategy: 'random', embed: 'random', segment: 'all', impressions: 1200 },
      { strategy: 'prefix', ne: all?.ne, gain: { ci95_from: ['seeds', 'users', 'items'] } },
    ],
  });
  expect(json.title).toBe('a comparison');
  const [{ figures: ofRandom }, { figures }] = json.strategies;
  expect(figures['ne/all']).toMatchObject({
    mean: all?.ne,
    spread: all?.neSpread,
    by_seed: { 1: ne(0.3, 1), 2: ne(0.2, 2) },
  });
  const gained = figures['ne_gain_percent/all'];
  expect(gained.mean).toBeCloseTo(50 * (gains[0] + gains[1]), 10);
  expect(gained.by_seed[2]).toBeCloseTo(100 * gains[1], 10);
  expect(ofRandom['ne_gain_percent/all']).toBeUndefined();
  expect(figures.drift_percent.mean).toBeCloseTo(prefix.drift?.drift.value ?? NaN, 10);
  expect(figures['attention/entropy']).toEqual({
    ...{ mean: 2.5, spread: NaN, ci95: null, by_construction: true },
    ...{ ci95_from: [], between_seeds: null, users_and_items: null },
    by_seed: { 1: 2.5, 2: NaN },
  });
  expect(figures['attention/padding']).toMatchObject({ mean: NaN, by_seed: { 1: NaN } });
  expect(figures['ne/new']).toMatchObject({ mean: NaN, ci95: null });
  // Segments without an impression have no figures: null, which JSON can say.
  expect(JSON.stringify(json)).toContain(
    '"segment":"new","impressions":0,"items":0,"label_rate":null',
  );
});

test('lines trained on other days: no gains on segments, and the table tells their items apart', async () => {
  const results = await collectComparison([
    await finishedTrial('random', 5, 0.8),
    await finishedTrial('prefix', 5, 0.3, { from: 2, to: 2 }),
  ]);
  const [, prefix] = results;
  expect(results.map(({ segmentCut }) => segmentCut)).toEqual([
    'days 1-2, 10 % held out (seed 1), by impressions',
    'days 2-2, 10 % held out (seed 1), by impressions',
  ]);
  const gain = (segment: string) => prefix.figures.get(`ne_gain_percent/${segment}`)?.get(5)?.value;
  expect(gain('all')).toBeGreaterThan(0);
  expect(gain('torso')).toBeNaN();
  const text = comparisonTable(results, 'random');
  expect(text).toMatch(/^random .* 0\.\d{4} a /m);
  expect(text).toMatch(/^prefix .* 0\.\d{4} b /m);
  expect(text).toContain('a: days 1-2, 10 % held out (seed 1), by impressions; b: days 2-2,');
});

test('what is so by construction with every seed that measured it', async () => {
  const trials = [await finishedTrial('random', 6, 0.8), await finishedTrial('random', 7, 0.8)];
  const found = async (...byConstruction: string[][]): Promise<string[]> => {
    for (const [i, names] of byConstruction.entries()) {
      await writeAttention(trials[i].analyses[0].out, names);
    }
    return [...(await collectComparison(trials))[0].byConstruction];
  };
  expect(await found(['entropy', 'padding'])).toEqual(['attention/entropy']);
  expect(await found(['entropy'], ['entropy'])).toEqual(['attention/entropy']);
  expect(await found(['entropy'], [])).toEqual([]);
});

test('one seed: the interval is over users and items, of the gain and not of the rise', async () => {
  const trials = [await finishedTrial('random', 3, 0.8), await finishedTrial('prefix', 3, 0.3)];
  const [, prefix] = await collectComparison(trials);
  expect(prefix.gain?.sources).toEqual(['users', 'items']);
  const [low, high] = prefix.gain?.ci95 ?? [NaN, NaN];
  expect(low).toBeGreaterThan(0);
  expect(low).toBeLessThan(prefix.gain?.value ?? NaN);
  expect(high).toBeGreaterThan(prefix.gain?.value ?? NaN);
});

test('each seed with a corpus of its own: the interval is over seeds alone, everything is in them', async () => {
  const inWorld = async (
    name: 'random' | 'prefix',
    seed: number,
    error: number,
  ): Promise<Trial> => {
    const trial = await finishedTrial(name, seed, error);
    const [train] = trial.steps;
    const settings = { ...train.settings, corpus: `world-${seed}` };
    return { ...trial, steps: [{ ...train, settings }] };
  };
  const trials = [
    ...[await inWorld('random', 8, 0.8), await inWorld('random', 9, 0.9)],
    ...[await inWorld('prefix', 8, 0.3), await inWorld('prefix', 9, 0.2)],
  ];
  const [, prefix] = await collectComparison(trials);
  expect(prefix.areWorlds).toBe(true);
  expect(prefix.gain).toMatchObject({ sources: ['seeds', 'worlds'], crossed: undefined });
  const values = [8, 9].map((seed) => prefix.figures.get('ne_gain_percent/all')?.get(seed)?.value);
  expect(prefix.gain?.ci95).toEqual(meanInterval(values.map((value) => value ?? NaN)));
});

test('without the baseline there is no gain', async () => {
  const [prefix] = await collectComparison([await finishedTrial('prefix', 4, 0.3)]);
  expect(prefix.gain).toBeUndefined();
});
