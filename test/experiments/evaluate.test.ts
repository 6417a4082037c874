import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { isHeldOut } from '../../src/data/held-out.ts';
import { describeNegativeRule } from '../../src/data/negatives/negative-sampler.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { evaluateDrift } from '../../src/experiments/evaluate-drift.ts';
import { evaluateSegments } from '../../src/experiments/evaluate-segments.ts';
import type { DayPart, PredictKeptModel } from '../../src/experiments/predict-kept-model.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import {
  createMadeUpPredictor,
  madeUpPredictions,
  temporaryFolder,
  writeTinyCorpus,
  writeTinyRun,
} from './tiny-run.ts';

const folder = temporaryFolder();
const corpus = join(folder, 'corpus');
let run: string;

beforeAll(async () => {
  // Item 0 is head on day 1 alone; over both days item 1 is. Item 3 is never shown before day 3.
  await writeTinyCorpus(
    corpus,
    [
      [0, 0, 0, 1, 2],
      [1, 1, 1, 1, 1, 2],
      [3, 0, 1, 3],
    ],
    4,
  );
  // So little that none of these users is held out.
  const config = { corpus, embed: 'prefix', seed: 1, heldOutShare: 1e-9 } as const;
  run = await writeTinyRun(join(folder, 'run'), config);
});

/** Predicts the impressions given, whatever the model. */
function predictorOf(items: readonly number[], asked: DayPart[] = []): PredictKeptModel {
  return (_, __, part) => {
    asked.push(part);
    const ones = Int32Array.from(items, (_item, i) => i);
    return Promise.resolve({
      userIndex: ones,
      itemIndex: Int32Array.from(items),
      timeMs: new Float64Array(items.length),
      label: Uint8Array.from(items, (_item, i) => i % 2),
      probability: new Float32Array(items.length).fill(0.5),
    });
  };
}

test('segments are cut by the training days of the model that is evaluated', async () => {
  const request = { runFolder: run, day: 3 };
  const asked: DayPart[] = [];
  const predict = predictorOf([3, 0, 0, 1], asked);
  const last = await evaluateSegments({ ...request, hours: 6 }, predict, ignoreProgress);
  const early = await evaluateSegments({ ...request, modelDay: 1 }, predict, ignoreProgress);
  const counts = (segments: typeof last.segments) =>
    Object.fromEntries(segments.map(({ segment, impressions }) => [segment, impressions]));
  expect(last).toMatchObject({ modelDay: 2, only: 'all' });
  expect(counts(last.segments)).toEqual({ head: 1, torso: 2, tail: 0, new: 1, all: 4 });
  expect(counts(early.segments)).toEqual({ head: 2, torso: 1, tail: 0, new: 1, all: 4 });
  expect(asked[0]).toEqual({ day: 3, only: 'all', hours: 6 });
});

test('segments are cut by what the model was trained on: held-out impressions do not count', async () => {
  // Only who is held out sees items 1 and 2.
  const isOut = (user: number): boolean => isHeldOut(user, 1, 0.5, 1);
  const users = Array.from({ length: 40 }, (_, user) => user);
  const firstOut = users.findIndex(isOut);
  const items = users.map((user) => (user === firstOut ? 2 : isOut(user) ? 1 : 0));
  expect(new Set(items)).toEqual(new Set([0, 1, 2]));
  const place = await writeTinyCorpus(join(folder, 'held-out-corpus'), [items, [0]], 3);
  const config = { corpus: place, embed: 'prefix', heldOutShare: 0.5, keepDays: [1] } as const;
  const runFolder = await writeTinyRun(join(folder, 'held-out-run'), config);
  const { segments } = await evaluateSegments(
    { runFolder, day: 2, modelDay: 1 },
    predictorOf([0, 1, 2, 2]),
    ignoreProgress,
  );
  const counted = segments.map(({ segment, impressions }) => [segment, impressions]);
  expect(Object.fromEntries(counted)).toEqual({ head: 1, torso: 0, tail: 0, new: 3, all: 4 });
});

test('where non-clicks are sampled, an item without a click in training is new, however often drawn', async () => {
  const rule = describeNegativeRule({ perClick: 2, windowHours: 3 });
  // Every second impression is a click: three of item 0, one of item 1, none of item 2.
  const days = [[2, 0, 2, 0, 2, 0, 2, 1], [0]];
  const segmentsOf = async (negativesRule: string): Promise<unknown> => {
    const name = negativesRule.slice(0, 8);
    const place = await writeTinyCorpus(join(folder, name), days, 4, negativesRule);
    const config = { corpus: place, embed: 'prefix', heldOutShare: 0, keepDays: [1] } as const;
    const runFolder = await writeTinyRun(join(folder, `run ${name}`), config);
    const request = { runFolder, day: 2, modelDay: 1 };
    const predict = predictorOf([0, 1, 1, 2, 2, 2, 3]);
    const { cutBy, segments } = await evaluateSegments(request, predict, ignoreProgress);
    return {
      cutBy,
      ...Object.fromEntries(segments.map(({ segment, impressions }) => [segment, impressions])),
    };
  };
  expect(await segmentsOf(rule)).toEqual({
    cutBy: 'clicks',
    head: 1,
    torso: 0,
    tail: 2,
    new: 4,
    all: 7,
  });
  expect(await segmentsOf('their own')).toEqual({
    ...{ cutBy: 'impressions', head: 3, torso: 1, tail: 2, new: 1, all: 7 },
  });
});

test('a day that the model was trained on is evaluated by its held-out share', async () => {
  const asked: DayPart[] = [];
  const request = { runFolder: run, day: 2 };
  const result = await evaluateSegments(request, predictorOf([1, 2], asked), ignoreProgress);
  expect(result.only).toBe('held-out');
  expect(asked[0].only).toBe('held-out');
});

test('what is not there is said with what to do', async () => {
  const evaluate = (request: object, runFolder = run) =>
    evaluateSegments({ runFolder, day: 3, ...request }, predictorOf([1]), ignoreProgress);
  await expect(evaluate({ modelDay: 3 })).rejects.toThrow(
    /kept no model after day 3 \(it has: 1, 2\); choose one of them with ‹modelDay›/,
  );
  await expect(evaluate({ day: 4 })).rejects.toThrow('‹day› 4 is outside the corpus');
  await expect(evaluate({}, join(folder, 'none'))).rejects.toThrow(/holds no finished run/);
  const config = { corpus, embed: 'sum', seed: 1, heldOutShare: 0 } as const;
  const greedy = await writeTinyRun(join(folder, 'greedy'), config);
  await expect(evaluate({ day: 2 }, greedy)).rejects.toThrow(
    /held nothing out; give a ‹day› after 2/,
  );
});

test('drift: seeds of one strategy are taken together, figures agree with the metrics', async () => {
  const errors: Record<string, number> = {};
  const runFolders: string[] = [];
  for (const [name, config, error] of [
    ['r1', { embed: 'random', seed: 1 }, 0.8],
    ['p1', { embed: 'prefix', seed: 1 }, 0.3],
    ['r2-', { embed: 'random', seed: 2 }, 0.9],
  ] as const) {
    const path = await writeTinyRun(join(folder, name), { corpus, ...config });
    errors[path] = error;
    runFolders.push(path);
  }
  const errorOf = (path: string, day: number): number => (day === 1 ? 0.1 : errors[path]);
  const predict = createMadeUpPredictor(errorOf);
  const request = { runFolders, earlyDay: 1, lateDay: 2 };
  const { strategies, runs } = await evaluateDrift(request, predict);
  expect(runs).toHaveLength(3);
  expect(strategies.map(({ embed, strategy, seeds }) => [embed, strategy, seeds])).toEqual([
    ['random', 'random', [1, 2]],
    ['prefix', 'prefix', [1]],
  ]);
  const [random, prefix] = strategies;
  expect(random.drift.sources).toEqual(['seeds', 'users', 'items']);
  expect(prefix.drift.sources).toEqual(['users', 'items']);
  const ne = (error: number): number =>
    normalizedEntropy(madeUpPredictions(400, error, runFolders[1].length));
  expect(prefix.neEarlyModel).toBeCloseTo(ne(0.1), 12);
  expect(prefix.drift.value).toBeCloseTo(100 * (ne(0.3) / ne(0.1) - 1), 10);
  expect(random.drift.value).toBeGreaterThan(prefix.drift.value);
});

test('drift: two settings of one strategy are told apart by what differs', async () => {
  const make = (name: string, change: object) =>
    writeTinyRun(join(folder, name), { corpus, embed: 'prefix', seed: 1, ...change });
  const runFolders = [await make('deep', { depth: 3 }), await make('flat', { depth: 1, seed: 2 })];
  const { strategies } = await evaluateDrift(
    { runFolders, earlyDay: 1, lateDay: 2 },
    createMadeUpPredictor(() => 0.5),
  );
  expect(strategies.map(({ strategy }) => strategy)).toEqual([
    'prefix, depth 3',
    'prefix, depth 1',
  ]);
});

test('drift: each seed may have codes of its own; a seed with two kinds of codes compares these', async () => {
  const make = (name: string, seed: number, sids: string) =>
    writeTinyRun(join(folder, name), { corpus, embed: 'trigram', seed, sids });
  const runFolders = [await make('own-1', 1, 'a'), await make('own-2', 2, 'b')];
  const evaluate = async (folders: string[]) => {
    const request = { runFolders: folders, earlyDay: 1, lateDay: 2 };
    const { strategies } = await evaluateDrift(
      request,
      createMadeUpPredictor(() => 0.5),
    );
    return strategies.map(({ strategy, seeds }) => [strategy, seeds]);
  };
  expect(await evaluate(runFolders)).toEqual([['trigram', [1, 2]]]);
  expect(await evaluate([...runFolders, await make('other-1', 1, 'b')])).toEqual([
    ['trigram, sids "a"', [1]],
    ['trigram, sids "b"', [2, 1]],
  ]);
});

test('drift: runs that cannot be compared are refused', async () => {
  const make = (name: string, change: object) =>
    writeTinyRun(join(folder, name), { corpus, embed: 'sum', seed: 1, ...change });
  const evaluate = (runFolders: string[], change: object = {}) =>
    evaluateDrift(
      { runFolders, earlyDay: 1, lateDay: 2, ...change },
      createMadeUpPredictor(() => 0.5),
    );
  const base = await make('base', {});
  await expect(evaluate([base], { lateDay: 1 })).rejects.toThrow('‹lateDay› 1 must come after');
  await expect(evaluate([base], { lateDay: 9 })).rejects.toThrow(/kept no model after day 9/);
  const other = await make('other', { heldOutSeed: 2 });
  await expect(evaluate([base, other])).rejects.toThrow(/differ in heldOutSeed/);
  const greedy = await make('none-held', { heldOutShare: 0 });
  await expect(evaluate([greedy])).rejects.toThrow(/held nothing out/);
});
