import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeRunRecord } from '../../src/artifacts/run-record.ts';
import { findRecords, pathWithin } from '../../src/report/find-records.ts';
import { groupRecords, trialFolderOf } from '../../src/report/group-records.ts';
import { madeUpRecord } from './made-up-records.ts';

async function makeFolders(...names: readonly string[]): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'find-'));
  for (const name of names) {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    await writeRunRecord(folder, madeUpRecord(folder, {}).record);
  }
  return root;
}

test('records are found at any depth, by name, each once', async () => {
  const root = await makeFolders('b', 'a/deep/er', 'a');
  const wanted = ['a', 'a/deep/er', 'b'].map((name) => join(root, name));
  const foldersOf = (...roots: string[]): string[] =>
    findRecords(roots).records.map(({ folder }) => folder);
  expect(foldersOf(root)).toEqual(wanted);
  expect(foldersOf(`${root}/`, join(root, 'b'))).toEqual(wanted);
  expect(foldersOf(join(root, 'b'), root)).toEqual([wanted[2], wanted[0], wanted[1]]);
});

test('half-written folders and links to folders are passed by', async () => {
  const root = await makeFolders('a', 'b.partial', 'c.partial-123');
  symlinkSync(root, join(root, 'a', 'round'));
  expect(findRecords([root]).records).toHaveLength(1);
});

test('a damaged record is told and left out', async () => {
  const root = await makeFolders('a', 'b');
  writeFileSync(join(root, 'b', 'run.json'), '{"format": "sid-run-1"');
  const { records, faults } = findRecords([root]);
  expect(records).toHaveLength(1);
  expect(faults).toEqual([expect.stringContaining('b/run.json is not valid JSON')]);
});

test('no record at all is a fault of the command line', async () => {
  const root = await makeFolders();
  expect(() => findRecords([root])).toThrow(/no run\.json lies below it/);
  expect(() => findRecords([join(root, 'nowhere')])).toThrow(/is no folder/);
});

test('what a comparison read elsewhere is found, and nothing else of that place', async () => {
  const root = mkdtempSync(join(tmpdir(), 'find-'));
  const write = async (name: string, part: Parameters<typeof madeUpRecord>[1]): Promise<string> => {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    await writeRunRecord(folder, madeUpRecord(folder, part).record);
    return folder;
  };
  // Names as in a comparison that was started in `root`.
  const folders = ['store/trials/prefix-1', 'store/trials/gone-2'];
  const metrics = { out: 'out/history', strategies: [{ strategy: 'prefix', folders }] };
  const sids = join(root, 'store/prepared/sids-1/sids.arrow');
  const wanted = [
    await write('out/history', { command: 'compare', metrics }),
    await write('store/trials/prefix-1/run', { command: 'train-ranker', config: { sids } }),
    await write('store/trials/prefix-1/segments-day-5', { command: 'eval-segments' }),
    await write('store/prepared/sids-1', {
      command: 'assign',
      config: { rqvae: 'store/prepared/rqvae-1' },
    }),
    await write('store/prepared/rqvae-1', { command: 'train-rqvae' }),
  ];
  await write('store/trials/other-3/run', { command: 'train-ranker', config: {} });
  const found = findRecords([wanted[0]]).records.map(({ folder }) => folder);
  expect(found).toEqual(wanted);
});

test('records go to the nearest comparison around them', () => {
  const outer = madeUpRecord('runs', { command: 'compare' });
  const inner = madeUpRecord('runs/quick', { command: 'quickstart' });
  const trial = madeUpRecord('runs/quick/trials/prefix-1/run', {});
  const rqvae = madeUpRecord('runs/prepared/rqvae', { command: 'train-rqvae' });
  const single = madeUpRecord('runs-2/single', {});
  const groups = groupRecords([outer, rqvae, inner, trial, single]);
  expect(groups).toEqual([
    { comparison: outer, members: [rqvae] },
    { comparison: inner, members: [trial] },
    { comparison: undefined, members: [single] },
  ]);
  expect(trialFolderOf(trial, inner)).toBe('prefix-1');
  expect(trialFolderOf(rqvae, outer)).toBeUndefined();
});

test('trials in a store belong to each comparison that lists them, with their codes', () => {
  const compare = (name: string, trials: readonly string[]) =>
    madeUpRecord(`runs/${name}`, {
      command: 'compare',
      metrics: { strategies: [{ folders: trials.map((trial) => `/else/store/trials/${trial}`) }] },
    });
  const [both, one] = [compare('a', ['prefix-1', 'random-1']), compare('b', ['random-1'])];
  const prefix = madeUpRecord('store/trials/prefix-1/run', {
    config: { sids: '/else/store/prepared/sids-1/sids.arrow' },
  });
  const random = madeUpRecord('store/trials/random-1/run', {});
  const sids = madeUpRecord('store/prepared/sids-1', {
    command: 'assign',
    config: { rqvae: '/else/store/prepared/rqvae-1' },
  });
  const rqvae = madeUpRecord('store/prepared/rqvae-1', { command: 'train-rqvae' });
  const stray = madeUpRecord('store/trials/sum-1/run', {});
  expect(groupRecords([both, one, rqvae, sids, prefix, random, stray])).toEqual([
    { comparison: both, members: [rqvae, sids, prefix, random] },
    { comparison: one, members: [random] },
    { comparison: undefined, members: [stray] },
  ]);
  expect(trialFolderOf(prefix, both)).toBe('prefix-1');
});

test('of a trial that was made twice the own one counts', () => {
  const compare = madeUpRecord('runs/b', {
    command: 'compare',
    metrics: { strategies: [{ folders: ['runs/b/trials/prefix-1'] }] },
  });
  const copy = madeUpRecord('runs/a/trials/prefix-1/run', {});
  const own = madeUpRecord('runs/b/trials/prefix-1/run', {});
  const segments = madeUpRecord('runs/b/trials/prefix-1/segments', { command: 'eval-segments' });
  const [group] = groupRecords([copy, compare, own, segments]);
  expect(group.members).toEqual([own, segments]);
});

test('the folder that is searched may be the current one', () => {
  const here = madeUpRecord('.', {});
  expect(pathWithin(here, madeUpRecord('trials/x', {}))).toEqual(['trials', 'x']);
  expect(pathWithin(here, madeUpRecord('../x', {}))).toBeUndefined();
  expect(pathWithin(here, here)).toBeUndefined();
});
