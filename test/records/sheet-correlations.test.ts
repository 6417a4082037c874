import { expect, test } from 'vitest';
import type { CompareMetrics } from '../../src/records/compare-record.ts';
import { correlationTables, sheetCorrelations } from '../../src/records/sheet-correlations.ts';

type Line = CompareMetrics['strategies'][number];

/** A line with one figure of the sheet and NE, by seed. */
function line(rows: number, explained: number, bySeed: Record<number, [number, number]>): Line {
  const figureOf = (value: (pair: [number, number]) => number) => ({
    by_seed: Object.fromEntries(Object.entries(bySeed).map(([seed, pair]) => [seed, value(pair)])),
  });
  return {
    ...{ embed: 'prefix', table_rows: rows, seeds: Object.keys(bySeed).map(Number) },
    figures: {
      'ne/all': figureOf(([, ne]) => ne),
      'score-sheet/recall': figureOf(([recall]) => recall),
      'score-sheet/explained_first': figureOf(() => explained),
    },
  } as unknown as Line;
}

const metricsOf = (...strategies: Line[]) => ({ strategies }) as unknown as CompareMetrics;

const meaningful = [1, 2, 3, 4, 5].map((i) =>
  line(100, 0.3, { 1: [i / 10, 1 - i / 100], 2: [i / 10 + 0.01, 0.999 - i / 100] }),
);

test('sets of codes of all lines and seeds with as many rows; those without meaning apart', () => {
  // Among those with meaning more recall goes with lower NE; the shuffled ones have most recall and the highest NE.
  const shuffled = [1, 2, 3].map((i) => line(100, 0, { 1: [0.9 + i / 100, 2] }));
  const other = line(50, 0.3, { 1: [0.5, 0.5] });
  const groups = sheetCorrelations(metricsOf(...meaningful, ...shuffled, other));
  expect(groups.map(({ embed, rows }) => [embed, rows])).toEqual([['prefix', 100]]);
  const [{ all, withMeaning }] = groups;
  const recallOf = (some: typeof all) => some.find(({ figure }) => figure === 'recall');
  expect(recallOf(withMeaning)).toMatchObject({ sets: 10, value: -1 });
  expect(recallOf(all)?.sets).toBe(13);
  expect(recallOf(all)?.value).toBeGreaterThan(-1);
  const [{ head, rows }] = correlationTables(metricsOf(...meaningful, ...shuffled));
  expect(head.slice(1)).toEqual(['of all 13 sets of codes', 'of the 10 with meaning']);
  expect(rows.find(([figure]) => figure === 'recall')?.[2]).toMatch(/^-1\.00 \[-1\.00, -1\.00\]$/);
});

test('of a few sets of codes, or none, nothing is said', () => {
  expect(correlationTables(metricsOf(...meaningful.slice(0, 3)))).toEqual([]);
  expect(correlationTables(metricsOf({ ...meaningful[0], figures: {} }))).toEqual([]);
});
