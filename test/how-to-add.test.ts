import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeTinyCorpus } from './support/tiny-corpus.ts';

/** A copy of the project as a contributor has it: ARCHITECTURE.md, "How to add a ...". */
const project = mkdtempSync(join(tmpdir(), 'sid-add-'));

/** Runs a program in the copy. @returns what it printed */
function node(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: project,
    encoding: 'utf8',
  });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}

/** Writes the one file, and the one line into a registry (its import comes with it). */
function add(file: string, text: string, registry: string, importLine: string, line: string): void {
  writeFileSync(join(project, file), text);
  const path = join(project, registry);
  const before = readFileSync(path, 'utf8');
  const end = before.lastIndexOf('} satisfies Record<string,');
  expect(end).toBeGreaterThan(0);
  const withLine = `${before.slice(0, end)}${line}\n${before.slice(end)}`;
  const firstImport = withLine.indexOf('import ');
  writeFileSync(
    path,
    `${withLine.slice(0, firstImport)}${importLine}\n${withLine.slice(firstImport)}`,
  );
}

const STRATEGY = `
import type { Strategy } from './strategy.ts';

/** The first and the last code, as two tokens. */
export const ends = {
  paper: 'made up by a test',
  says: 'a row for the first and one for the last code.',
  needsCodes: true,
  leastLevels: 2,
  ngrams: (levels) => [
    { start: 0, length: 1 },
    { start: levels - 1, length: 1 },
  ],
} satisfies Strategy;
`;

const HISTORY_MODULE = `
import type { HistoryModuleRow } from './history-modules.ts';

/** The item of the newest click. */
export const latest = {
  paper: 'made up by a test',
  says: 'the newest click alone.',
  hasAttention: false,
  create: ({ width, historyLength, kernels, scratch }) => ({
    parameters: [],
    forward({ items_UM, index_BT, lengths_B }) {
      const newest_B = scratch.int32('newest', lengths_B.length);
      lengths_B.forEach((length, b) => {
        newest_B[b] = length === 0 ? -1 : index_BT[b * historyLength + length - 1];
      });
      const history_BM = scratch.float32('history', lengths_B.length * width);
      kernels.sumRows({ width, source_HM: items_UM, index_UJ: newest_B, out_UM: history_BM });
      return {
        history_BM,
        backward(gradient_BM, itemGradient_UM) {
          const target_HM = itemGradient_UM;
          kernels.addRows({ width, target_HM, index_UJ: newest_B, values_UM: gradient_BM });
          return [];
        },
      };
    },
  }),
} satisfies HistoryModuleRow;
`;

beforeAll(() => {
  for (const path of ['src', 'bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(path, join(project, path), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  add(
    ...(['src/sid/ends.ts', STRATEGY, 'src/sid/strategies.ts'] as const),
    `import { ends } from './ends.ts';`,
    '  ends,',
  );
  add(
    ...(['src/ranker/history/latest.ts', HISTORY_MODULE] as const),
    'src/ranker/history/history-modules.ts',
    `import { latest } from './latest.ts';`,
    '  latest,',
  );
  node('bin/build.mjs');
}, 240_000);

test('a strategy and a history module are a file and a line each: offered, explained, trained', async () => {
  const help = node('dist/bin/sid.js', 'train-ranker', '--help');
  expect(help).toMatch(/ends +a row for the first and one for the last code\./);
  expect(help).toMatch(/latest +the newest click alone\./);
  const { corpus, sids } = await writeTinyCorpus(project);
  const out = join(project, 'run');
  node(
    ...['dist/bin/sid.js', 'train-ranker', '--corpus', corpus, '--sids', sids, '--embed', 'ends'],
    ...['--history', 'latest'],
    ...['--days', '1-2', '--model-width', '8', '--history-length', '5', '--out', out],
  );
  expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
    config: { embed: 'ends', history: 'latest' },
    metrics: { tokens_per_item: 2 },
  });
  const analyze = ['dist/bin/sid.js', 'analyze', 'attention', '--run', out];
  expect(() => node(...analyze)).toThrow(/it has no attention/);
});
