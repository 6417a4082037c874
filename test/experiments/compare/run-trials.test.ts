import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComparisonJob } from '../../../src/experiments/compare/comparison-job.ts';
import { runTrials } from '../../../src/experiments/compare/run-trials.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { workOf } from './crew-works.ts';
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
appendFileSync(log, command + ' ' + JSON.parse(json).flat().map(({ words }) => words.join(' ')).join(', ') + '\\n');
for (const entry of JSON.parse(json)) {
  const steps = [entry].flat().filter(({ folder }) => !existsSync(folder + '/run.json'));
  if (steps.some(({ words }) => words.join(' ') === process.env.BAD_STEP)) {
    console.error('error: the table is too large');
    process.exit(2);
  }
  for (const { folder } of steps) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + '/run.json', '');
  }
}
`;

async function run(badStep: string, change: Partial<ComparisonJob> = {}) {
  const folder = temporaryFolder();
  const script = join(folder, 'run-steps.mjs');
  const log = join(folder, 'log');
  writeFileSync(script, RUN_STEPS);
  const works = ['a', 'b', 'c', 'd'].map((name) => workOf(folder, name));
  const said: string[] = [];
  const job = {
    ...{
      out: folder,
      jobs: 2,
      threads: 2,
      code: { corpus: '1', codes: '1', trial: '1' },
      shouldStop: neverStop,
    },
    ...{ onProgress: ignoreProgress, say: (line: string) => void said.push(line), warn: () => 0 },
    ...change,
  };
  process.env.BAD_STEP = badStep;
  const failed = await runTrials(works, job, [process.execPath, script, log]);
  const finished = works
    .filter(({ steps }) => steps.every((step) => existsSync(join(step.folder, 'run.json'))))
    .map(({ name }) => name);
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
    `failed: a and 1 more: ${message}`,
    'run again, each alone: a; c',
    `failed: c: ${message}`,
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
  expect(said[1]).toBe('run again, each alone: c');
});

test('progress counts trials, each once', async () => {
  const counts: string[] = [];
  const onProgress: ComparisonJob['onProgress'] = ({ done, total }) =>
    void counts.push(`${done}/${total}`);
  await run('train-ranker c', { onProgress });
  expect([...new Set(counts)]).toEqual(['0/4', '2/4', '3/4', '4/4']);
});

test('interrupted: says so, and runs nothing again', async () => {
  await expect(run('none', { shouldStop: () => true })).rejects.toThrow(InterruptedError);
});
