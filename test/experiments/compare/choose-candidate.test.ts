import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { chooseCandidate } from '../../../src/experiments/compare/choose-candidate.ts';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import type { ComparePoint } from '../../../src/experiments/compare/compare-config.ts';
import { planTrials } from '../../../src/experiments/compare/plan-trials.ts';
import { planTuning } from '../../../src/experiments/compare/plan-tuning.ts';
import type { TunedLine } from '../../../src/experiments/compare/plan-tuning.ts';
import type { TuneConfig } from '../../../src/experiments/compare/tune-config.ts';
import { madeUpRecord, writeMadeUp } from '../../support/made-up-records.ts';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { temporaryFolder, writeTinyCorpus } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const folder = temporaryFolder();
const corpus = join(folder, 'corpus');

beforeAll(async () => {
  await writeTinyCorpus(corpus, [[0], [0], [0], [0], [0], [0], [0], [0], [0]], 1);
});

const RAW = {
  corpus,
  strategies: ['random', 'individual'],
  seeds: [1, 2, 3],
  ranker: { days: '1-8', keepDays: [4, 8], learningRate: 0.3 },
  drift: { earlyDay: 4, lateDay: 8 },
  analyses: ['hashing'],
};

const GRID = { tableLearningRate: [0.02, 0.06, 0.2], learningRate: [0.005, 0.02] };

function pointOf(tune: object, change: object = {}): ComparePoint & { readonly tune: TuneConfig } {
  const [point] = parseCompareConfig({ ...RAW, tune, ...change }).points;
  if (point.config.tune === null) throw new Error('tuned');
  return { ...point, tune: point.config.tune };
}

async function planAt(out: string, tune: object) {
  const point = pointOf(tune);
  const bySeed = <T>(value: T) => new Map(RAW.seeds.map((seed) => [seed, value]));
  const inputs = { corpora: bySeed(corpus), sids: bySeed(undefined), ownSids: new Map() };
  const place = { out: join(folder, out), code: CODE, hash: hashInput, filesLike };
  return {
    tune: point.tune,
    lines: await planTuning(point, point.tune, inputs, place),
    trials: await planTrials(point, inputs, place),
  };
}

/** Makes a line's combinations look trained. @param lossOf mean log loss by combination, seed and day */
async function train(
  { candidates }: TunedLine,
  lossOf: (candidate: number, seed: number, day: number) => number,
): Promise<void> {
  for (const [i, { trials }] of candidates.entries()) {
    for (const { runFolder, seed } of trials) {
      const days = Array.from({ length: 8 }, (_, at) => ({
        ...{ day: at + 1, impressions: 100, label_rate: 0.5 },
        ...{ log_loss: lossOf(i, seed, at + 1), ne: NaN },
      }));
      await writeMadeUp(madeUpRecord('train-ranker', runFolder, { metrics: { days } }));
    }
  }
}

test('every line has all combinations with the tuning seeds; they train and do nothing else', async () => {
  const { lines, trials } = await planAt('plan', { grid: GRID, seeds: [1, 3] });
  expect(lines.map(({ name, candidates }) => [name, candidates.length])).toEqual([
    ['random', 6],
    ['individual', 6],
  ]);
  const [random] = lines;
  expect(random.candidates.map(({ settings }) => settings).slice(0, 3)).toEqual([
    { learningRate: 0.005, tableLearningRate: 0.02 },
    { learningRate: 0.005, tableLearningRate: 0.06 },
    { learningRate: 0.005, tableLearningRate: 0.2 },
  ]);
  const [first] = random.candidates;
  expect(first.trials.map(({ seed, line }) => [seed, line.name])).toEqual([
    [1, 'random (learningRate 0.005, tableLearningRate 0.02)'],
    [3, 'random (learningRate 0.005, tableLearningRate 0.02)'],
  ]);
  expect(first.trials[0].steps.map(({ stage }) => stage)).toEqual(['train-ranker']);
  expect(first.trials[0].analyses).toEqual([]);
  expect(first.trials[0].driftFolder).toBeUndefined();
  // The same settings, the same folder: what is chosen is not trained again.
  const same = pointOf({ grid: GRID }, { ranker: { ...RAW.ranker, ...first.settings } });
  const bySeed = <T>(value: T) => new Map(RAW.seeds.map((seed) => [seed, value]));
  const inputs = { corpora: bySeed(corpus), sids: bySeed(undefined), ownSids: new Map() };
  const place = { out: join(folder, 'plan'), code: CODE, hash: hashInput, filesLike };
  const [ofTable] = await planTrials(same, inputs, place);
  expect(ofTable.folder).toBe(first.trials[0].folder);
  expect(trials[0].folder).not.toBe(first.trials[0].folder);
});

test('the lowest NE over the last days wins, mean over seeds; the first of equal ones', async () => {
  const { lines, tune } = await planAt('lowest', { grid: GRID, days: 3, seeds: [1, 2] });
  expect(chooseCandidate(lines[0], tune)).toBeUndefined();
  // Number 4 is best on days 6 to 8; number 0 by far on the days before, number 5 with seed 1 alone.
  await train(lines[0], (candidate, seed, day) => {
    if (day < 6) return candidate === 0 ? 0.1 : 0.6;
    if (candidate === 5) return seed === 1 ? 0.4 : 0.65;
    return candidate === 4 ? 0.5 : 0.6;
  });
  const choice = chooseCandidate(lines[0], tune);
  expect(choice?.settings).toEqual({ learningRate: 0.02, tableLearningRate: 0.06 });
  expect(choice?.tuned).toMatchObject({ days: 3, seeds: [1, 2] });
  expect(choice?.tuned.ne).toBeCloseTo(0.5 / Math.LN2, 10);
  expect(choice?.tuned.candidates[5].by_seed[1]).toBeCloseTo(0.4 / Math.LN2, 10);
  await train(lines[1], () => 0.6);
  expect(chooseCandidate(lines[1], tune)?.settings).toEqual(lines[1].candidates[0].settings);
});

test('a value at the end of its list is on the edge; a diverged combination is never chosen', async () => {
  const grid = { tableLearningRate: [0.02, 0.06, 0.2], modelWidth: [32] };
  const { lines, tune } = await planAt('edges', { grid });
  await train(lines[0], (candidate) => [NaN, 0.6, 0.5][candidate]);
  expect(chooseCandidate(lines[0], tune)?.tuned.edge).toEqual(['tableLearningRate']);
  // A quarter of eight days, the first seed.
  expect(chooseCandidate(lines[0], tune)?.tuned).toMatchObject({ days: 2, seeds: [1] });
  await train(lines[1], (candidate) => [NaN, 0.5, 0.6][candidate]);
  expect(chooseCandidate(lines[1], tune)?.tuned.edge).toEqual([]);
  await train(lines[1], () => NaN);
  expect(() => chooseCandidate(lines[1], tune)).toThrow(
    '"tune": no combination of the grid gave "individual" an NE; give lower rates',
  );
});

test.each([
  [{ grid: {} }, 'config: "tune.grid" must be an object of lists'],
  [{ grid: { learningRate: 0.1 } }, '"tune.grid.learningRate" must be a list'],
  [{ grid: { learningRat: [0.1] } }, 'did you mean "learningRate"?'],
  [{ grid: { days: ['1-4'] } }, 'unknown key "tune.grid.days"'],
  [{ grid: GRID, seeds: [4] }, '"tune.seeds": 4 is not among "seeds"'],
  [{ grid: GRID, days: 9 }, '"tune.days": 9 are more than the 8 that "random" is trained on'],
])('%j is refused', (tune, message) => {
  expect(() => pointOf(tune)).toThrow(message.replace('config: ', ''));
});
