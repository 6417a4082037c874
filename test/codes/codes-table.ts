// What was measured as tables in Markdown.
import { groupBy } from '../../src/util/group-by.ts';
import { mean } from '../../src/util/stats.ts';
import type { MeasuredCodes } from './measure-point.ts';

interface Column {
  readonly title: string;
  readonly of: (measured: MeasuredCodes) => number;
  readonly toText: (value: number) => string;
}

const percent = (value: number): string => (100 * value).toFixed(1);

const FIGURES: readonly Column[] = [
  { title: 'explained, %', of: (each) => each.explainedFit, toText: percent },
  { title: 'of held-out items, %', of: (each) => each.explainedHeldOut, toText: percent },
  { title: 'recall@10, %', of: (each) => each.recall, toText: percent },
  { title: 'alone, %', of: (each) => each.alone, toText: percent },
  { title: 'dead codes', of: (each) => each.dead, toText: (value) => value.toFixed(0) },
];

const COSTS: readonly Column[] = [
  {
    title: 'training, CPU s',
    of: (each) => each.trainSeconds,
    toText: (value) => value.toFixed(1),
  },
  {
    title: 'assigning, CPU s',
    of: (each) => each.assignSeconds,
    toText: (value) => value.toFixed(1),
  },
  { title: 'memory, MiB', of: (each) => each.peakMemoryMb, toText: (value) => value.toFixed(0) },
];

/** A table for each data set and size of codebooks: means over seeds, and half of what seeds differ by. */
export function codesTables(
  measured: readonly MeasuredCodes[],
  { hasCosts }: { readonly hasCosts: boolean },
): string {
  const columns = hasCosts ? [...FIGURES, ...COSTS] : FIGURES;
  const points = groupBy(
    measured,
    ({ dataSet, codebookSize }) => `${dataSet}, K = ${codebookSize}`,
  );
  return [...points]
    .map(([title, all]) => `### ${title}\n\n${codesTable(all, columns)}`)
    .join('\n\n');
}

function codesTable(measured: readonly MeasuredCodes[], columns: readonly Column[]): string {
  const head = ['', ...columns.map(({ title }) => title), 'perplexity by level'];
  const rows = [...groupBy(measured, ({ contestant }) => contestant)].map(([name, seeds]) => [
    name,
    ...columns.map((column) => cell(column, seeds)),
    seeds[0].perplexity
      .map((_, level) => mean(seeds.map((each) => each.perplexity[level])).toFixed(0))
      .join(' / '),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cell({ of, toText }: Column, seeds: readonly MeasuredCodes[]): string {
  const values = seeds.map(of);
  const half = (Math.max(...values) - Math.min(...values)) / 2;
  return toText(mean(values)) + (half > 0 && values.length > 1 ? ` ± ${toText(half)}` : '');
}
