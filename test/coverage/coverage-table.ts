// Coverage as a table in Markdown.
import type { RepeatedFigure } from './repetition.ts';
import type { FigureCoverage, IntervalCoverage } from './measure-coverage.ts';

/** The figures of one experiment, a row each: how often each kind of interval covered, and how wide it was. */
export function coverageTable({
  experiment,
  repetitions,
  figures,
}: {
  readonly experiment: string;
  readonly repetitions: number;
  readonly figures: readonly (RepeatedFigure & FigureCoverage)[];
}): string {
  const kinds = [
    'seeds, users, items',
    'one seed: users, items',
    'seeds alone',
    `one seed each of several ${experiment}`,
  ];
  const head = ['figure', 'mean', 'spread', 'believed', ...kinds];
  const rows = figures.map(({ figure, of, less, mean, spread, believedSpread, intervals }) => [
    `${figure} of ${of}${less === undefined ? '' : ` less ${less}`}`,
    ...[mean, spread, believedSpread].map((each) => each.toFixed(2)),
    ...Object.values(intervals).map(cell),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `${experiment}, ${repetitions} repetitions\n\n${lines.join('\n')}`;
}

function cell({ coveredPercent, halfWidth }: IntervalCoverage): string {
  return `${coveredPercent.toFixed(1)} % ± ${halfWidth.toFixed(2)}`;
}
