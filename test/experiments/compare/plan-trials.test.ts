import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { planTrials } from '../../../src/experiments/compare/plan-trials.ts';
import { isFinished, wordsOf } from '../../../src/experiments/compare/step.ts';
import { temporaryFolder, writeTinyCorpus } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const folder = temporaryFolder();
const corpus = join(folder, 'corpus');
const sids = join(folder, 'sids.arrow');

beforeAll(async () => {
  await writeTinyCorpus(corpus, [[0], [0], [0], [0], [0], [0], [0], [0], [0]], 1);
  writeFileSync(join(corpus, 'embeddings.arrow'), 'vectors');
  writeFileSync(sids, 'codes');
});

const RAW = {
  corpus,
  sids,
  strategies: ['random', { name: 'prefix-2', embed: 'prefix', depth: 2 }],
  seeds: [1, 2],
  ranker: { days: '1-4', keepDays: [2, 4], learningRate: 0.02 },
  evaluate: { hours: 6 },
};

function plan(change: object = {}, version = '1.0') {
  const code = { ...CODE, trial: version };
  const { points } = parseCompareConfig({ ...RAW, ...change });
  const bySeed = <T>(value: T) => new Map([1, 2].map((seed) => [seed, value]));
  const inputs = { corpora: bySeed(corpus), sids: bySeed(sids), ownSids: new Map() };
  return planTrials(points[0], inputs, { out: 'out', code, hash: hashInput, filesLike });
}

test('a trial is train, eval-segments, and eval-drift where asked', async () => {
  const trials = await plan({ drift: { earlyDay: 2, lateDay: 4 } });
  expect(trials.map(({ line, seed }) => [line.name, seed])).toEqual([
    ['random', 1],
    ['random', 2],
    ['prefix-2', 1],
    ['prefix-2', 2],
  ]);
  const [train, segments, drift] = trials[3].steps;
  const run = join(trials[3].folder, 'run');
  expect(wordsOf(train).join(' ')).toBe(
    `train-ranker --corpus ${corpus} --sids ${sids} --days 1-4 --keep-days 2,4 --embed prefix ` +
      `--depth 2 --learning-rate 0.02 --seed 2 --out ${run}`,
  );
  expect(wordsOf(segments).join(' ')).toBe(
    `eval-segments --run ${run} --day 5 --hours 6 --out ${trials[3].folder}/segments-day-5-6-hours`,
  );
  expect(wordsOf(drift).join(' ')).toBe(
    `eval-drift --runs ${run} --early-day 2 --late-day 4 --out ${trials[3].folder}/drift-2-4`,
  );
  expect(isFinished(train)).toBe(false);
});

test('the folder follows what decides the result and nothing else', async () => {
  const folders = async (change: object, version?: string) =>
    (await plan(change, version)).map((trial) => trial.folder);
  const before = await folders({});
  expect(new Set(before).size).toBe(4);
  expect(await folders({ evaluate: { day: 9 }, baseline: 'prefix-2' })).toEqual(before);
  expect((await folders({ seeds: [2] }))[0]).toBe(before[1]);
  const other = await folders({ ranker: { ...RAW.ranker, learningRate: 0.03 } });
  expect(other.every((name) => !before.includes(name))).toBe(true);
  expect((await folders({}, '1.1')).every((name) => !before.includes(name))).toBe(true);
  writeFileSync(sids, 'other codes');
  const recoded = await folders({});
  writeFileSync(sids, 'codes');
  // random does not look at the codes.
  expect(recoded.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(recoded[2]).not.toBe(before[2]);
});

test('days that are not there are found before anything is trained', async () => {
  await expect(plan({ evaluate: { day: 10 } })).rejects.toThrow(
    '"evaluate.day" 10 is outside the corpus, which has days 1-9',
  );
  await expect(plan({ ranker: { days: '1-12' } })).rejects.toThrow(
    '"ranker.days": day 12 is outside',
  );
  await expect(plan({ drift: { earlyDay: 3, lateDay: 4 } })).rejects.toThrow(
    '"drift" wants the model of day 3; give "ranker.keepDays": [3, 4]',
  );
});

test('analyses are steps after the others, on the day and with the codes of the comparison', async () => {
  const trials = await plan({ analyses: ['recency', { analysis: 'hourglass', day: 3 }] });
  const [recency, hourglass] = trials[0].analyses;
  const { runFolder } = trials[0];
  expect(wordsOf(recency).join(' ')).toBe(
    `analyze recency --run ${runFolder} --sids ${sids} --day 5 --hours 6 --out ${recency.out}`,
  );
  // A run with codes of its own has the comparison's.
  expect(wordsOf(trials[2].analyses[0])).not.toContain('--sids');
  expect(wordsOf(hourglass).join(' ')).toContain('--day 3 --hours 6');
  expect(new Set(trials.flatMap(({ analyses }) => analyses).map((step) => step.out)).size).toBe(8);
});

test('analyses that do not apply to a run are left out before it is trained', async () => {
  const analyses = ['attention'];
  const ofBypass = await plan({ analyses });
  expect(ofBypass.map((trial) => trial.analyses)).toEqual([[], [], [], []]);
  const ofPma = await plan({ analyses, ranker: { ...RAW.ranker, history: 'pma' } });
  expect(ofPma.map((trial) => trial.analyses.length)).toEqual([1, 1, 1, 1]);
});

test('each seed is trained on its corpus, a line with codes of its own on those', async () => {
  const other = join(folder, 'other');
  await writeTinyCorpus(other, [[0], [0], [0], [0], [0]], 1);
  const own = join(folder, 'own.arrow');
  writeFileSync(own, 'own codes');
  const strategies = ['random', 'prefix', { name: 'own', embed: 'prefix', rqvae: {} }];
  const { points } = parseCompareConfig({ ...RAW, sids: null, rqvae: {}, strategies });
  const corpora = new Map([
    [1, corpus],
    [2, other],
  ]);
  const bySeed = (file: string) => new Map([1, 2].map((seed) => [seed, file]));
  const inputs = { corpora, sids: bySeed(sids), ownSids: new Map([['own', bySeed(own)]]) };
  const trials = await planTrials(points[0], inputs, {
    out: 'out',
    code: CODE,
    hash: hashInput,
    filesLike,
  });
  expect(
    trials.map(({ line, seed, steps: [{ settings }] }) => [
      ...[line.name, seed, settings.corpus, settings.sids],
    ]),
  ).toEqual([
    ['random', 1, corpus, undefined],
    ['random', 2, other, undefined],
    ['prefix', 1, corpus, sids],
    ['prefix', 2, other, sids],
    ['own', 1, corpus, own],
    ['own', 2, other, own],
  ]);
  expect(trials[0].training.stream).not.toBe(trials[1].training.stream);
  expect(new Set(trials.map(({ folder: each }) => each)).size).toBe(6);
});
