import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../../src/cli/frame/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-compare-'));
const config = join(folder, 'config.json');

const RIGHT = {
  corpus: './corpus',
  strategies: ['individual', { name: 'shallow', embed: 'prefix', depth: 1 }],
  sids: './sids.arrow',
  seeds: [1],
  ranker: { days: '1-2' },
};

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function compare(change: object, out = join(folder, 'out')): Promise<[number, string]> {
  writeFileSync(config, JSON.stringify({ ...RIGHT, ...change }));
  let err = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const status = await main(['node', 'sid', 'compare', '--config', config, '--out', out]);
  return [status, err];
}

test.each([
  [
    { ranker: { learningrate: 1 } },
    'unknown key "ranker.learningrate"; did you mean "learningRate"?',
  ],
  [
    { strategies: [{ embed: 'prefix', dept: 1 }] },
    'unknown key "strategies[0].dept"; did you mean "depth"?',
  ],
  [{ corpus: undefined, import: { set: 'glob' } }, '"import.set" is "glob"; did you mean "globo"?'],
  [
    { corpus: undefined, import: { set: 'globo', click: 'x' } },
    'unknown key "import.click"; did you mean "clicks"?',
  ],
  [{ strategy: [] }, 'unknown key "strategy"; did you mean "strategies"?'],
  [{ ranker: {} }, '"ranker.days" is missing; give the days to train on, like "1-4"'],
])('%j: status 2, one line with the file and what to do', async (change, message) => {
  mkdirSync(join(folder, 'corpus'), { recursive: true });
  writeFileSync(join(folder, 'sids.arrow'), '');
  const [status, err] = await compare(change);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});

test('a missing corpus, and an output folder that holds something else', async () => {
  expect(await compare({ corpus: './none' })).toEqual([
    2,
    expect.stringMatching(/none is no corpus .*; make one with sid simulate or sid import/),
  ]);
  const out = join(folder, 'thesis');
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), '');
  const [status, err] = await compare({}, out);
  expect([status, err]).toEqual([2, expect.stringContaining('holds something else')]);
});
