import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComparisonPlace } from '../../../src/experiments/compare/comparison-place.ts';
import { groupByModel } from '../../../src/experiments/compare/plan-comparison.ts';
import { runTrials } from '../../../src/experiments/compare/run-trials.ts';
import { isFinished } from '../../../src/experiments/compare/step.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { CODE, trialOf } from './tiny-trial.ts';
import { temporaryFolder } from '../tiny-run.ts';

/**
 * Stands in for sid: `run-steps` makes the folders of the steps that are not done; a step of a trial called bad
 * fails, and takes those that train with it along.
 */
const RUN_STEPS = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const [, , log, command] = process.argv;
const [json] = await new Promise((resolve) => createInterface(process.stdin).once('line', (line) => resolve([line])));
process.stdin.unref();
const { steps } = JSON.parse(json);
const nameOf = ({ stage, out }) => stage + ' ' + out.split('/').at(-2);
appendFileSync(log, command + ' ' + steps.flat().map(nameOf).join(', ') + '\\n');
for (const entry of steps) {
  const left = [entry].flat().filter(({ out }) => !existsSync(out + '/run.json'));
  if (left.some((step) => nameOf(step) === process.env.BAD_STEP)) {
    console.error('error: the table is too large');
    process.exit(2);
  }
  for (const { out } of left) {
    mkdirSync(out, { recursive: true });
    writeFileSync(out + '/run.json', '');
  }
}
`;

async function run(badStep: string, change: Partial<ComparisonPlace> = {}) {
  const folder = temporaryFolder();
  const script = join(folder, 'run-steps.mjs');
  const log = join(folder, 'log');
  writeFileSync(script, RUN_STEPS);
  const trials = ['a', 'b', 'c', 'd'].map((name) => trialOf(folder, name));
  const said: string[] = [];
  const place = {
    ...{
      out: folder,
      jobs: 2,
      threads: 2,
      checkpointMinutes: 10,
      code: CODE,
      shouldStop: neverStop,
    },
    ...{ onProgress: ignoreProgress, say: (line: string) => void said.push(line), warn: () => 0 },
    ...change,
  };
  process.env.BAD_STEP = badStep;
  const failed = await runTrials(groupByModel(trials), place, [process.execPath, script, log]);
  const finished = trials.filter(({ steps }) => steps.every(isFinished)).map(({ id }) => id);
  const started = readFileSync(log, 'utf8').trimEnd().split('\n');
  return { failed, finished, said, started };
}

test('trials that can train together share a process', async () => {
  const { failed, finished, said, started } = await run('none');
  expect([failed, said]).toEqual([[], []]);
  expect(finished).toEqual(['a', 'b', 'c', 'd']);
  expect(started.sort()).toEqual([
    'run-steps train-ranker a, train-ranker c, eval-segments a, eval-segments c',
    'run-steps train-ranker b, train-ranker d, eval-segments b, eval-segments d',
  ]);
});

test('one that fails takes no other with it: all that is left is run again, each alone', async () => {
  const { failed, finished, said, started } = await run('train-ranker c');
  expect(finished).toEqual(['a', 'b', 'd']);
  const message = 'the table is too large';
  expect(failed).toEqual([{ strategy: 'c', seed: 1, status: 2, message }]);
  expect(said).toEqual([
    `failed: a, seed 1 and 1 more: ${message}`,
    'run again, each alone: a, seed 1; c, seed 1',
    `failed: c, seed 1: ${message}`,
  ]);
  expect(started.slice(2).sort()).toEqual([
    'run-steps train-ranker a, eval-segments a',
    'run-steps train-ranker c, eval-segments c',
  ]);
});

test('what was finished before a process failed is not run again', async () => {
  const { failed, finished, said } = await run('eval-segments c');
  expect(finished).toEqual(['a', 'b', 'd']);
  expect(failed.map(({ strategy }) => strategy)).toEqual(['c']);
  expect(said[1]).toBe('run again, each alone: c, seed 1');
});

test('progress counts trials, each once', async () => {
  const counts: string[] = [];
  const onProgress: ComparisonPlace['onProgress'] = ({ done, total }) =>
    void counts.push(`${done}/${total}`);
  await run('train-ranker c', { onProgress });
  expect([...new Set(counts)]).toEqual(['0/4', '2/4', '3/4', '4/4']);
});

test('interrupted: says so, and runs nothing again', async () => {
  await expect(run('none', { shouldStop: () => true })).rejects.toThrow(InterruptedError);
});
