import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { runCli } from '../../support/run-cli.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';
import { analyzeRun, trainTinyRanker } from './tiny-ranker.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-attention-'));
let files: { corpus: string; sids: string };
let transformer = '';

beforeAll(async () => {
  files = await writeTinyCorpus(root);
  const flags = ['--embed', 'prefix', '--history', 'transformer'];
  transformer = await trainTinyRanker(files, join(root, 'transformer'), ...flags);
});

/** Impressions of the last day whose user has clicked at least twice, in an earlier millisecond. */
async function countEligible(): Promise<number> {
  const clicks = new Map<number, number[]>();
  let count = 0;
  for (let day = 1; day <= TINY.numDays; day++) {
    for await (const { userIndex, timeMs, label } of readDay(dayPath(files.corpus, day), [
      'hour',
    ])) {
      for (let i = 0; i < label.length; i++) {
        const times = clicks.get(userIndex[i]) ?? [];
        const before = times.filter((time) => time < timeMs[i]).length;
        if (day === TINY.numDays && before >= 2) count += 1;
        if (label[i] === 1) clicks.set(userIndex[i], [...times, timeMs[i]]);
      }
    }
  }
  return count;
}

test('a transformer: shares and entropies in their bounds, no padding, every drawn example', async () => {
  const { figures, detail } = await analyzeRun('attention', transformer, '--examples', '100');
  expect(Object.keys(figures)).toEqual([
    ...['entropy', 'normalized_entropy', 'self', 'padding', 'first_source', 'newest'],
  ]);
  expect(figures.padding).toBe(0);
  expect(figures.entropy).toBeGreaterThan(0);
  expect(figures.entropy).toBeLessThan(Math.log(6));
  expect(figures.normalized_entropy).toBeLessThanOrEqual(1);
  for (const name of ['self', 'first_source', 'newest']) {
    expect(figures[name]).toBeGreaterThan(0);
    expect(figures[name]).toBeLessThan(1);
  }
  expect(detail.examples).toBe(100);
  expect(detail.examples_to_draw_from).toBe(await countEligible());
  const map = detail.mean_map as number[][];
  expect(map.map((row) => row.length)).toEqual(new Array(6).fill(6));
  const lengths = detail.by_length as { clicks_from: number; examples: number }[];
  expect(lengths.reduce((sum, { examples }) => sum + examples, 0)).toBe(100);
  expect(lengths.every(({ clicks_from }) => clicks_from >= 2)).toBe(true);
});

test('the seed decides which examples', async () => {
  const few = ['--examples', '20', '--seed'];
  const first = await analyzeRun('attention', transformer, ...few, '1');
  expect(await analyzeRun('attention', transformer, ...few, '1')).toEqual(first);
  expect((await analyzeRun('attention', transformer, ...few, '2')).figures).not.toEqual(
    first.figures,
  );
});

test('pma has no self-attention; bypass has no attention', async () => {
  const flags = ['--embed', 'prefix', '--history', 'pma'];
  const pma = await trainTinyRanker(files, join(root, 'pma'), ...flags);
  const { figures, detail } = await analyzeRun('attention', pma, '--examples', '50');
  expect(figures.self).toBeNull();
  expect(figures.entropy).toBeGreaterThan(0);
  expect((detail.mean_map as number[][]).map((row) => row.length)).toEqual(new Array(20).fill(6));
  const bypass = await trainTinyRanker(files, join(root, 'bypass'), '--embed', 'prefix');
  const { status, err } = await runCli('analyze', 'attention', '--run', bypass);
  expect(status).toBe(2);
  expect(err).toContain('it has no attention');
});
