// A comparison's tables as Markdown.
import { commandLine } from '../command-line.ts';
import { count, fixed, interval, NOTHING, plural, signed } from '../format.ts';
import { baselineOf, cutsOf } from '../read-comparison.ts';
import type { ClaimView, ComparisonView, Estimate } from '../read-comparison.ts';
import { differenceTexts } from '../sections/claims.ts';
import { markdownTable } from './markdown-table.ts';

const SEGMENTS = ['head', 'torso', 'tail', 'new'];

/**
 * What `sid compare` found: its command, what it was measured on, the strategies, the drift, the claims.
 *
 * @param argv of the comparison's record
 */
export function comparisonMarkdown(view: ComparisonView, argv: readonly string[]): string {
  return [
    `    ${commandLine(argv)}`,
    measuredOn(view),
    strategyTable(view),
    cutsOf(view).note,
    view.intervals,
    driftTable(view),
    claimTable(view.claims),
    leftOut(view),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function measuredOn({ strategies }: ComparisonView): string {
  const first = strategies.at(0);
  if (first === undefined) return 'No trial was finished.';
  const { seeds, impressions, items } = first;
  return `${plural(seeds, 'seed')}, ${count(impressions)} impressions of ${count(items)} items.`;
}

function strategyTable(view: ComparisonView): string | undefined {
  const { strategies, baseline } = view;
  if (strategies.length === 0) return undefined;
  const titles = [
    'line',
    'rows',
    'NE',
    'recalibrated',
    `gain over \`${baseline}\`, %`,
    ...SEGMENTS,
  ];
  const { marks } = cutsOf(view);
  const rows = strategies.map((line, i) => [
    line.name,
    count(line.tableRows),
    line.neSpread === undefined ? fixed(line.ne) : `${fixed(line.ne)} ± ${fixed(line.neSpread)}`,
    fixed(line.neRecalibrated),
    baselineOf(line, view) === line ? '-' : estimateText(line.gain),
    ...SEGMENTS.map(
      (name) => fixed(line.segments.find(({ segment }) => segment === name)?.ne) + marks[i],
    ),
  ]);
  return markdownTable(titles, rows);
}

function estimateText(estimate: Estimate | undefined): string {
  return estimate === undefined ? NOTHING : `${signed(estimate.value)} ${interval(estimate.ci95)}`;
}

function driftTable({ strategies }: ComparisonView): string | undefined {
  const drifting = strategies.filter(({ drift }) => drift !== undefined);
  if (drifting.length === 0) return undefined;
  const rows = drifting.map(({ name, drift, driftRecalibrated }) => [
    name,
    estimateText(drift),
    estimateText(driftRecalibrated),
  ]);
  return markdownTable(['line', 'drift, %', 'recalibrated'], rows);
}

function claimTable(claims: readonly ClaimView[]): string | undefined {
  if (claims.length === 0) return undefined;
  const rows = claims.map((claim) => {
    const { value, ci95 } = differenceTexts(claim);
    return [`${claim.paper}: ${claim.says}`, `${value} ${ci95}`.trim(), claim.verdict];
  });
  return markdownTable(['claim', 'difference', 'verdict'], rows);
}

function leftOut({ failed, missing }: ComparisonView): string | undefined {
  const lines = [
    ...failed.map((line) => `- failed: ${line}`),
    ...missing.map((line) => `- not there yet: ${line}`),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
