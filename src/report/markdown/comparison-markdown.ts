// A comparison's tables as Markdown.
import { isSampled } from '../../artifacts/negatives-rule.ts';
import type { Interval } from '../../metrics/interval.ts';
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';
import { HOLM_MARK, isMarked } from '../../records/claim-marks.ts';
import type { ClaimResult, CompareLine, CompareMetrics } from '../../records/compare-record.ts';
import { tuningTable } from '../../records/tuned-settings.ts';
import { commandLine } from '../../util/shell-quote.ts';
import { plural } from '../../util/plural.ts';
import { rangeText } from '../../util/range-text.ts';
import { count, fixed, interval, signed } from '../format.ts';
import {
  baselineOf,
  cutsOf,
  describeFailures,
  describeIntervals,
  segmentNe,
} from '../comparison-lines.ts';
import { differenceTexts } from '../sections/claims.ts';
import { markdownTable } from './markdown-table.ts';

/**
 * What `sid compare` found: its command, what it was measured on, the strategies, the drift, the claims.
 *
 * @param argv of the comparison's record
 */
export function comparisonMarkdown(view: CompareMetrics, argv: readonly string[]): string {
  return [
    `    ${commandLine(argv)}`,
    measuredOn(view),
    strategyTable(view),
    cutsOf(view).note,
    view.strategies.length === 0 ? undefined : describeIntervals(view),
    ...tuning(view),
    driftTable(view),
    claimTable(view.claims),
    leftOut(view),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function measuredOn({ strategies, negatives }: CompareMetrics): string {
  const first = strategies.at(0);
  if (first === undefined) return 'No trial was finished.';
  const range = (of: (line: CompareLine) => number): string => rangeText(strategies.map(of), count);
  const sampled = negatives.some(({ rule }) => isSampled(rule)) ? ', sampled non-clicks' : '';
  return (
    `${plural(first.seeds.length, 'seed')}, ${range((line) => line.impressions)} impressions of ` +
    `${range((line) => line.items)} items${sampled}.`
  );
}

function strategyTable(view: CompareMetrics): string | undefined {
  const { strategies, baseline } = view;
  if (strategies.length === 0) return undefined;
  const titles = [
    'line',
    'rows',
    'NE',
    'recalibrated',
    `gain over \`${baseline}\`, %`,
    ...ITEM_SEGMENTS,
  ];
  const { marks } = cutsOf(view);
  const rows = strategies.map((line, i) => [
    line.strategy,
    count(line.table_rows),
    fixed(line.ne) + (Number.isNaN(line.ne_spread) ? '' : ` ± ${fixed(line.ne_spread)}`),
    fixed(line.ne_recalibrated),
    baselineOf(line, view) === line ? '-' : estimateText(line.gain?.percent, line.gain?.ci95),
    ...ITEM_SEGMENTS.map((name) => fixed(segmentNe(line, name)) + marks[i]),
  ]);
  return markdownTable(titles, rows);
}

function estimateText(value: number | undefined, ci95: Interval | null | undefined): string {
  return `${signed(value)} ${interval(ci95)}`.trim();
}

function tuning({ strategies }: CompareMetrics): string[] {
  const tuned = tuningTable(strategies);
  return tuned === undefined ? [] : [markdownTable(tuned.titles, tuned.rows), tuned.note];
}

function driftTable({ strategies }: CompareMetrics): string | undefined {
  const rows = strategies.flatMap(({ strategy, drift }) =>
    drift === null
      ? []
      : [
          [
            strategy,
            estimateText(drift.drift_percent, drift.ci95),
            estimateText(drift.drift_percent_recalibrated, drift.ci95_recalibrated),
          ],
        ],
  );
  if (rows.length === 0) return undefined;
  return markdownTable(['line', 'drift, %', 'recalibrated'], rows);
}

function claimTable(claims: readonly ClaimResult[]): string | undefined {
  if (claims.length === 0) return undefined;
  const rows = claims.map((claim) => {
    const { value, ci95 } = differenceTexts(claim);
    const mark = isMarked(claim) ? '\\*' : '';
    const verdict = claim.verdict + mark;
    return [`${claim.paper}: ${claim.says}`, `${value} ${ci95}`.trim(), verdict];
  });
  const table = markdownTable(['claim', 'difference', 'verdict'], rows);
  return claims.some(isMarked) ? `${table}\n\n\\${HOLM_MARK}.` : table;
}

function leftOut(view: CompareMetrics): string | undefined {
  const lines = [
    ...describeFailures(view).map((line) => `- failed: ${line}`),
    ...view.missing.map((line) => `- not there yet: ${line}`),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
