import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRecords } from '../../src/report/find-records.ts';
import { pathWithin } from '../../src/report/found-record.ts';
import type { FoundRecord } from '../../src/report/found-record.ts';
import { groupRecords, trialFolderOf } from '../../src/report/group-records.ts';
import { madeUpRecord, writeMadeUp } from '../support/made-up-records.ts';
import { line } from '../support/made-up-shop.ts';

async function makeFolders(...names: readonly string[]): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'find-'));
  for (const name of names) {
    await writeMadeUp(madeUpRecord('train-ranker', join(root, name)));
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
  writeFileSync(join(root, 'b', 'run.json'), '{"format": "sid-run-4"');
  const { records, faults } = findRecords([root]);
  expect(records).toHaveLength(1);
  expect(faults).toEqual([expect.stringContaining('b/run.json is not valid JSON')]);
  writeFileSync(join(root, 'b', 'run.json'), '{"format": "sid-run-4", "command": "train-rankr"}');
  expect(findRecords([root]).faults).toEqual([
    expect.stringContaining('b/run.json is of sid train-rankr, which this version does not have'),
  ]);
});

test('no record at all is a fault of the command line', async () => {
  const root = await makeFolders();
  expect(() => findRecords([root])).toThrow(/no run\.json lies below it/);
  expect(() => findRecords([join(root, 'nowhere')])).toThrow(/is no folder/);
});

test('what a comparison read elsewhere is found, and nothing else of that place', async () => {
  const root = mkdtempSync(join(tmpdir(), 'find-'));
  const at = (name: string): string => join(root, name);
  // Names as in a comparison that was started in `root`.
  const folders = ['store/trials/prefix-1', 'store/trials/gone-2'];
  const metrics = { out: 'out/history', strategies: [line('prefix', { ne: 0.9, folders })] };
  const sids = at('store/prepared/sids-1/sids.arrow');
  const wanted = [
    madeUpRecord('compare', at('out/history'), { metrics }),
    madeUpRecord('train-ranker', at('store/trials/prefix-1/run'), { config: { sids } }),
    madeUpRecord('eval-segments', at('store/trials/prefix-1/segments-day-5')),
    madeUpRecord('assign', at('store/prepared/sids-1'), {
      config: { rqvae: 'store/prepared/rqvae-1' },
    }),
    madeUpRecord('train-rqvae', at('store/prepared/rqvae-1')),
  ];
  for (const each of wanted) await writeMadeUp(each);
  await writeMadeUp(madeUpRecord('train-ranker', at('store/trials/other-3/run')));
  const found = findRecords([at('out/history')]).records;
  expect(found).toEqual(
    wanted.map(({ folder }) => expect.objectContaining({ folder }) as FoundRecord),
  );
});

const compare = (folder: string, ...folders: readonly string[]) =>
  madeUpRecord('compare', folder, {
    metrics: { strategies: [line('prefix', { ne: 0.9, folders })] },
  });

test('records go to the nearest comparison around them', () => {
  const [outer, inner] = [compare('runs'), compare('runs/quick')];
  const trial = madeUpRecord('train-ranker', 'runs/quick/trials/prefix-1/run');
  const rqvae = madeUpRecord('train-rqvae', 'runs/prepared/rqvae');
  const single = madeUpRecord('train-ranker', 'runs-2/single');
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
  const both = compare('runs/a', '/else/store/trials/prefix-1', '/else/store/trials/random-1');
  const one = compare('runs/b', '/else/store/trials/random-1');
  const prefix = madeUpRecord('train-ranker', 'store/trials/prefix-1/run', {
    config: { sids: '/else/store/prepared/sids-1/sids.arrow' },
  });
  const random = madeUpRecord('train-ranker', 'store/trials/random-1/run');
  const sids = madeUpRecord('assign', 'store/prepared/sids-1', {
    config: { rqvae: '/else/store/prepared/rqvae-1' },
  });
  const rqvae = madeUpRecord('train-rqvae', 'store/prepared/rqvae-1');
  const stray = madeUpRecord('train-ranker', 'store/trials/sum-1/run');
  expect(groupRecords([both, one, rqvae, sids, prefix, random, stray])).toEqual([
    { comparison: both, members: [rqvae, sids, prefix, random] },
    { comparison: one, members: [random] },
    { comparison: undefined, members: [stray] },
  ]);
  expect(trialFolderOf(prefix, both)).toBe('prefix-1');
});

test('codes that only an analysis of a trial read belong to its comparison', () => {
  const both = compare('runs/a', '/else/store/trials/ie-1');
  const analysis = madeUpRecord('analyze hourglass', 'store/trials/ie-1/analysis', {
    config: { sids: '/else/store/prepared/sids-1/sids.arrow' },
  });
  const sids = madeUpRecord('assign', 'store/prepared/sids-1');
  expect(groupRecords([both, sids, analysis])).toEqual([
    { comparison: both, members: [sids, analysis] },
  ]);
});

test('of a trial that was made twice the own one counts', () => {
  const own = madeUpRecord('train-ranker', 'runs/b/trials/prefix-1/run');
  const copy = madeUpRecord('train-ranker', 'runs/a/trials/prefix-1/run');
  const segments = madeUpRecord('eval-segments', 'runs/b/trials/prefix-1/segments');
  const [group] = groupRecords([
    ...[copy, compare('runs/b', 'runs/b/trials/prefix-1'), own, segments],
  ]);
  expect(group.members).toEqual([own, segments]);
});

test('the folder that is searched may be the current one', () => {
  const here = madeUpRecord('assign', '.');
  expect(pathWithin(here, madeUpRecord('assign', 'trials/x'))).toEqual(['trials', 'x']);
  expect(pathWithin(here, madeUpRecord('assign', '../x'))).toBeUndefined();
  expect(pathWithin(here, here)).toBeUndefined();
});
