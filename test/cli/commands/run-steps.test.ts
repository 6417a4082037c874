import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { readRecord } from '../../../src/records/run-record.ts';
import { simulateRecord } from '../../../src/records/simulate-record.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import type { Step } from '../../../src/experiments/compare/step.ts';
import type { WorkerInput } from '../../../src/experiments/compare/worker.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const root = mkdtempSync(join(tmpdir(), 'sid-run-steps-'));
let corpus: string;

beforeAll(async () => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  ({ corpus } = await writeTinyCorpus(root));
});

function start(step: Step): ChildProcessByStdio<Writable, null, Readable> {
  const words = [SCRIPT, 'run-steps', '-'];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.write(`${inputOf(step)}\n`);
  return child;
}

function inputOf(...steps: WorkerInput['steps']): string {
  const input: WorkerInput = { steps, checkpointMinutes: 10 };
  return JSON.stringify(input);
}

function simulation(name: string, days: number): Step {
  const settings = { items: 50, users: 20, impressionsPerDay: 300, days };
  return { stage: 'simulate', settings, out: join(root, name) };
}

test('steps come by standard input, and the process ends when they are done', async () => {
  const step = simulation('small', 2);
  const child = start(step);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(existsSync(join(step.out, 'corpus.json'))).toBe(true);
});

test('when the parent is gone, it ends in the middle of its work', async () => {
  const step = simulation('large', 1000);
  const child = start(step);
  await expect.poll(() => readdirSync(root).join(), { timeout: 20_000 }).toContain('large.partial');
  child.stdin.destroy();
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
});

test('a step that is finished is passed by; settings are read as a command line is', async () => {
  const out = join(root, 'mine');
  const step: Step = { stage: 'simulate', settings: { seed: -1 }, out };
  const wrong = await runCli('run-steps', inputOf(step));
  expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('"simulate.seed"')]);
  mkdirSync(out);
  writeFileSync(join(out, 'run.json'), '{}');
  const done: Step = { ...step, settings: { seed: 1 } };
  expect(await runCli('run-steps', inputOf(done))).toMatchObject({ status: 0, err: '' });
  expect(readdirSync(out)).toEqual(['run.json']);
});

test.each([
  ['{"steps": [', 2, 'the steps are not valid JSON'],
  ['{"steps": []}', 2, '"checkpointMinutes" is missing'],
  [
    '{"steps": [{"stage": "simulat", "settings": {}, "out": "x"}], "checkpointMinutes": 1}',
    2,
    'no stage is called "simulat"; did you mean "simulate"?',
  ],
  [
    '{"steps": [[{"stage": "simulate", "settings": {}, "out": "x"}]], "checkpointMinutes": 1}',
    2,
    'steps in a list train together; "simulate" stands by itself',
  ],
])('steps that are wrong are told in one line: %s', async (json, status, message) => {
  const { status: got, err } = await runCli('run-steps', json);
  expect([got, err]).toEqual([status, expect.stringContaining(message)]);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('a record is that of the command line that does the step', async () => {
  const step = simulation('recorded', 2);
  expect((await runCli('run-steps', inputOf(step))).status).toBe(0);
  const ours = readRecord(simulateRecord, step.out);
  rmSync(step.out, { recursive: true });
  expect((await runCli(...wordsOf(step))).status).toBe(0);
  const typed = readRecord(simulateRecord, step.out);
  expect([ours.command, ours.argv, ours.config]).toEqual([typed.command, typed.argv, typed.config]);
});

test('--resume: begins where nothing is, is content with what is finished, refuses other settings', async () => {
  const out = join(root, 'run');
  const words = [
    ...['train-ranker', '--corpus', corpus, '--embed', 'random', '--days', '1-2', '--out', out],
    ...['--model-width', '8', '--batch-size', '64', '--json', '--resume'],
  ];
  const first = await runCli(...words);
  expect(first.status, first.err).toBe(0);
  expect(first.err).toContain(`${out}: nothing to resume, begins from the beginning\n`);
  const again = await runCli(...words);
  expect([again.status, again.err]).toEqual([
    0,
    `${out} holds this run, finished: nothing to do\n`,
  ]);
  expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
  const other = await runCli(...words, '--seed', '7');
  expect(other.status).toBe(2);
  expect(other.err).toContain('was begun with seed 1, now it is 7');
});
