import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRun } from '../../src/experiments/run-folder.ts';
import type { RunFolder } from '../../src/experiments/run-folder.ts';
import { ownMark } from '../../src/util/process-mark.ts';

const GONE = `999999999-00000000-${ownMark().split('-')[2]}`;
const root = mkdtempSync(join(tmpdir(), 'sid-run-folder-'));
let said: string[] = [];

function start(name: string, flags: { resume?: true; force?: true } = {}): Promise<RunFolder> {
  said = [];
  return startRun({ out: join(root, name), resume: false, force: false, ...flags }, (line) =>
    said.push(line),
  );
}

/** A folder that a process which died has worked in. */
function makePartial(name: string, ...files: string[]): string {
  const folder = join(root, `${name}.partial`);
  for (const file of [...files, `owner.partial-${GONE}`]) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  return folder;
}

function finishAs(run: RunFolder): void {
  mkdirSync(join(run.path, 'checkpoint'));
  writeFileSync(join(run.path, 'checkpoint', 'state'), '');
  writeFileSync(join(run.path, 'run.json'), '{}');
  run.finish();
  run.leave();
}

test('a run that ends leaves its outputs under the final name, and nothing else', async () => {
  finishAs(await start('plain'));
  expect(readdirSync(join(root, 'plain'))).toEqual(['run.json']);
  expect(existsSync(join(root, 'plain.partial'))).toBe(false);
  await expect(start('plain')).rejects.toThrow(/already holds a run/);
  expect(existsSync(join(root, 'plain.partial'))).toBe(false);
  const forced = await start('plain', { force: true });
  writeFileSync(join(forced.path, 'new'), '');
  finishAs(forced);
  expect(readdirSync(join(root, 'plain')).sort()).toEqual(['new', 'run.json']);
});

test('below a link to nowhere, as of a disk that is not there: told, not waited for', async () => {
  symlinkSync(join(root, 'no such disk'), join(root, 'link'));
  await expect(start('link/run')).rejects.toThrow('a part of this path is a link');
});

test('--resume of a finished run says so', async () => {
  finishAs(await start('done'));
  writeFileSync(join(root, 'done', `owner.partial-${GONE}`), '');
  const run = await start('done', { resume: true });
  expect([run.isFinished, run.path]).toEqual([true, join(root, 'done')]);
  expect(readdirSync(join(root, 'done'))).toEqual(['run.json']);
  run.leave();
  expect(readdirSync(join(root, 'done'))).toEqual(['run.json']);
});

test('killed between run.json and its final name: --resume gives it that', async () => {
  makePartial('late', 'run.json', 'checkpoint/state');
  await expect(start('late')).rejects.toThrow(
    /late.partial holds an interrupted run; add ‹resume›/,
  );
  const run = await start('late', { resume: true });
  expect(run.isFinished).toBe(true);
  expect(readdirSync(join(root, 'late'))).toEqual(['run.json']);
  expect(existsSync(join(root, 'late.partial'))).toBe(false);
});

test('--resume goes on from a checkpoint, and sweeps up what the dead process left', async () => {
  const folder = makePartial(
    'broken',
    'checkpoint/state',
    `models/day-004.partial-${GONE}/dense`,
    'best',
  );
  await expect(start('broken')).rejects.toThrow(/holds an interrupted run/);
  const run = await start('broken', { resume: true });
  expect([run.isFinished, run.path, said]).toEqual([false, folder, []]);
  expect(readdirSync(folder).sort()).toEqual([
    'best',
    'checkpoint',
    'models',
    `owner.partial-${ownMark()}`,
  ]);
  expect(readdirSync(join(folder, 'models'))).toEqual([]);
  run.leave();
  expect(readdirSync(folder).sort()).toEqual(['best', 'checkpoint', 'models']);
  const anew = await start('broken', { force: true });
  expect(readdirSync(folder)).toEqual([`owner.partial-${ownMark()}`]);
  anew.leave();
  expect(existsSync(folder)).toBe(false);
  makePartial('broken', 'checkpoint/state');
  const both = await start('broken', { resume: true, force: true });
  expect(readdirSync(folder)).toEqual([`owner.partial-${ownMark()}`]);
  both.leave();
});

test('where there is nothing to resume, it begins from the beginning', async () => {
  const first = await start('nothing', { resume: true });
  expect(said).toEqual([`${join(root, 'nothing')}: nothing to resume, begins from the beginning`]);
  first.leave();
  // Half a checkpoint is none; without --resume it is in nobody's way either.
  makePartial('half', 'checkpoint/day-002-batch-7/dense', `checkpoint/state.partial-${GONE}`);
  const half = await start('half');
  expect(readdirSync(half.path)).toEqual([`owner.partial-${ownMark()}`]);
  half.leave();
});
