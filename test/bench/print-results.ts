import type { BenchResult } from './bench-case.ts';

const COLUMNS: readonly (readonly [title: string, cell: (result: BenchResult) => string])[] = [
  ['work', ({ name }) => name],
  ['ours, ms', ({ ours_ms: ms, skipped }) => (skipped === undefined ? number(ms, 1) : 'skipped')],
  ['against', ({ theirs }) => theirs ?? '-'],
  ['theirs, ms', ({ theirs_ms: ms }) => number(ms, 1)],
  ['ratio', ({ ratio }) => number(ratio, 2)],
  ['spread', ({ spread }) => spread?.map((each) => each.toFixed(2)).join(' - ') ?? '-'],
  ['memory, MiB', ({ peak_memory_mb: mb }) => number(mb, 0)],
  ['theirs, MiB', ({ theirs_peak_memory_mb: mb }) => number(mb, 0)],
];

/** A table of plain text: a line for each result, medians, ratio above 1 where ours is faster. */
export function formatResults(results: readonly BenchResult[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...results.map((result) => COLUMNS.map(([, cell]) => cell(result))),
  ];
  const widths = COLUMNS.map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const isText = (column: number): boolean => column === 0 || column === 2;
  return rows
    .map((row) =>
      row
        .map((cell, c) => (isText(c) ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function number(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}
