import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { runSteps } from '../../../src/experiments/compare/step.ts';
import type { Step } from '../../../src/experiments/compare/step.ts';
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
  const { words, input } = runSteps([step]);
  const child = spawn(process.execPath, [SCRIPT, ...words], { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.write(input);
  return child;
}

function simulation(name: string, days: number): Step {
  const folder = join(root, name);
  const size = ['--items', '50', '--users', '20', '--impressions-per-day', '300'];
  const words = ['simulate', ...size, '--days', String(days), '--out', folder];
  return { words, folder, finishedFile: 'corpus.json' };
}

test('steps come by standard input, and the process ends when they are done', async () => {
  const step = simulation('small', 2);
  const child = start(step);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(existsSync(join(step.folder, 'corpus.json'))).toBe(true);
});

test('when the parent is gone, it ends in the middle of its work', async () => {
  const step = simulation('large', 1000);
  const child = start(step);
  await expect.poll(() => readdirSync(root).join(), { timeout: 20_000 }).toContain('large.partial');
  child.stdin.destroy();
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
});

test('a step that is found finished is done, whoever did it; another fault is a fault', async () => {
  const folder = join(root, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'run.json'), '{}');
  const words = ['simulate', '--out', folder, '--seed', '-'];
  const step: Step = { words, folder, finishedFile: 'run.json' };
  expect((await runCli('run-steps', JSON.stringify([step]))).status).toBe(0);
  const other: Step = { ...step, finishedFile: 'corpus.json' };
  const { status, err } = await runCli('run-steps', JSON.stringify([other]));
  expect([status, err]).toEqual([2, expect.stringContaining('--seed')]);
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
