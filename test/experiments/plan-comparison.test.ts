import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseCompareConfig } from '../../src/experiments/compare-config.ts';
import {
  isFinished,
  planCorpus,
  planSids,
  planTrials,
} from '../../src/experiments/plan-comparison.ts';
import { temporaryFolder, writeTinyCorpus } from './tiny-run.ts';

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
  const config = parseCompareConfig({ ...RAW, ...change });
  return planTrials(config, { corpus, sids }, 'out', version);
}

test('a trial is train, eval-segments, and eval-drift where asked', async () => {
  const trials = await plan({ drift: { earlyDay: 2, lateDay: 4 } });
  expect(trials.map(({ strategy, seed }) => [strategy.name, seed])).toEqual([
    ['random', 1],
    ['random', 2],
    ['prefix-2', 1],
    ['prefix-2', 2],
  ]);
  const [train, segments, drift] = trials[3].steps;
  const run = join(trials[3].folder, 'run');
  expect(train.words.join(' ')).toBe(
    `train-ranker --corpus ${corpus} --sids ${sids} --embed prefix --days 1-4 --keep-days 2,4 ` +
      `--learning-rate 0.02 --depth 2 --seed 2 --out ${run}`,
  );
  expect(segments.words.join(' ')).toBe(
    `eval-segments --run ${run} --day 5 --hours 6 --out ${trials[3].folder}/segments-day-5-6-hours`,
  );
  expect(drift.words.join(' ')).toBe(
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

test('a corpus and codes are made where the config says how', async () => {
  const { corpus: unused, sids: unusedToo, ...rest } = RAW;
  expect([unused, unusedToo]).toEqual([corpus, sids]);
  const config = parseCompareConfig({
    ...rest,
    simulate: { items: 100, impressionsPerDay: 50 },
    rqvae: { levels: 3, codebookSize: 8 },
  });
  const made = await planCorpus(config, 'out', '1.0');
  expect(made.step?.words.join(' ')).toBe(
    `simulate --items 100 --impressions-per-day 50 --out ${made.corpus}`,
  );
  const { sids: codes, steps } = await planSids(config, corpus, 'out', '1.0');
  expect(steps.map(({ words }) => words.slice(0, 3).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus}`,
    `assign --rqvae ${steps[0].folder}`,
  ]);
  expect(codes?.startsWith(steps[1].folder)).toBe(true);
});

test.each([
  [{ simulate: {} }, 'give one of "corpus" (a folder), "simulate" and "import", no two of them'],
  [{ corpus: undefined }, 'give one of "corpus" (a folder), "simulate" and "import"'],
  [{ rqvae: {} }, 'give "sids" (a file) or "rqvae", not both'],
  [{ sids: undefined }, 'strategy "prefix-2" needs semantic IDs; give "sids" or "rqvae"'],
  [{ strategies: ['prefx'] }, '"strategies[0]" is "prefx"; did you mean "prefix"?'],
  [{ strategies: ['sum', 'sum'] }, 'two strategies are called "sum"; give one another "name"'],
  [{ baseline: 'randm' }, '"baseline" is "randm"; did you mean "random"?'],
  [{ seed: [1] }, 'unknown key "seed"; did you mean "seeds"?'],
  [{ evaluate: { hour: 6 } }, 'unknown key "evaluate.hour"; did you mean "hours"?'],
  [{ drift: { earlyDay: 1 } }, '"drift.lateDay" is missing'],
])('%j: %s', (change, message) => {
  expect(() => parseCompareConfig({ ...RAW, ...change })).toThrow(message);
});
