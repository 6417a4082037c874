import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/schema/load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-config-'));
mkdirSync(join(folder, 'sub'));

function write(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

test('extends merges objects, replaces the rest, and --set comes last', () => {
  write('base.json', { seeds: [1, 2, 3], ranker: { width: 32, rate: 0.02 }, name: 'base' });
  const path = write('sub/child.json', {
    extends: '../base.json',
    seeds: [7],
    ranker: { rate: 0.1 },
  });
  expect(loadConfig(path, ['ranker.deep.x=3', 'name=word', 'ranker.width=[1]'])).toEqual({
    seeds: [7],
    ranker: { width: [1], rate: 0.1, deep: { x: 3 } },
    name: 'word',
  });
});

test('of several parents the later ones win', () => {
  write('what.json', { ranker: { days: '1-20', width: 32 }, corpus: 'world' });
  write('where.json', { ranker: { days: '1-4' }, corpus: null });
  const path = write('both.json', { extends: ['what.json', 'where.json'], seeds: [1] });
  expect(loadConfig(path)).toEqual({
    ranker: { days: '1-4', width: 32 },
    corpus: null,
    seeds: [1],
  });
});

test('paths belong to the file that says them; --set paths stay as typed', () => {
  write('paths.json', { corpus: './corpus', other: 'plain' });
  const path = write('sub/paths.json', {
    extends: '../paths.json',
    list: [{ sids: '../sids.arrow' }],
  });
  expect(loadConfig(path, ['more=./here'])).toEqual({
    corpus: join(folder, 'corpus'),
    other: 'plain',
    list: [{ sids: join(folder, 'sids.arrow') }],
    more: './here',
  });
});

test('what is read cannot be changed', () => {
  const config = loadConfig(write('frozen.json', { a: { b: [1] } })) as { a: { b: number[] } };
  expect(() => config.a.b.push(2)).toThrow(TypeError);
  expect(() => Object.assign(config.a, { c: 1 })).toThrow(TypeError);
});

test('faults are told with the file', () => {
  expect(() => loadConfig(join(folder, 'none.json'))).toThrow(/none\.json does not exist/);
  expect(() => loadConfig(write('bad.json', '{'))).toThrow(/bad\.json is not valid JSON/);
  expect(() => loadConfig(write('list.json', [1]))).toThrow(/list\.json must hold one JSON object/);
  write('a.json', { extends: 'b.json' });
  expect(() => loadConfig(write('b.json', { extends: 'a.json' }))).toThrow(
    /b\.json extends itself/,
  );
  expect(() => loadConfig(write('ok.json', {}), ['novalue'])).toThrow(
    /"novalue" is not understood/,
  );
});
