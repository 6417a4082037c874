// The tables of `sid compare`.
import { HOLM_MARK } from '../../records/claim-marks.ts';
import { markCuts } from '../../records/segment-cuts.ts';
import type { LineResult } from '../../experiments/compare/collect-comparison.ts';
import { SEGMENT_FIGURES } from '../../experiments/compare/figure-names.ts';
import type { JudgedClaim } from '../../experiments/compare/judge-claims.ts';
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';
import { mean, standardDeviation } from '../../util/stats.ts';
import { formatCount } from '../../util/format-count.ts';
import { drawTable, formatEstimate, formatFixed, RECALIBRATED } from './tables.ts';

/** The table of `sid compare`: all impressions, then NE by segment, and what is to be known of it. */
export function comparisonTable(results: readonly LineResult[], baseline: string): string {
  const { marks, note } = markCuts(results.map(({ segmentCut }) => segmentCut));
  const segment = (result: LineResult, name: string): string =>
    formatFixed(result.segments.find((part) => part.segment === name)?.ne ?? NaN);
  const head = [
    'strategy',
    'rows',
    'tokens',
    'NE',
    'recalibrated',
    `gain % vs ${baseline}`,
    'AUC',
    'NE head',
    'torso',
    'tail',
    'new',
  ];
  const rows = results.map((result, i) => {
    const all = result.segments.find((part) => part.segment === 'all');
    const spread = Number.isFinite(all?.neSpread) ? ` ± ${formatFixed(all?.neSpread ?? NaN)}` : '';
    return [
      result.line.name,
      formatCount(result.tableRows),
      String(result.tokensPerItem),
      `${formatFixed(all?.ne ?? NaN)}${spread}`,
      formatFixed(all?.neRecalibrated ?? NaN),
      result.gain === undefined ? '-' : formatEstimate(result.gain),
      formatFixed(all?.auc ?? NaN),
      ...ITEM_SEGMENTS.map((name) => segment(result, name) + marks[i]),
    ];
  });
  return [drawTable(head, rows), RECALIBRATED, ...(note === undefined ? [] : [note])].join('\n\n');
}

/** Columns of an analysis's table; more figures than these are in results.json. */
const MOST_COLUMNS = 6;

/** A table for each analysis of a comparison: lines x figures, means over seeds. */
export function analysisTables(results: readonly LineResult[]): string[] {
  const known: readonly string[] = SEGMENT_FIGURES;
  const names = new Set(
    results
      .flatMap(({ figures }) => [...figures.keys()])
      .flatMap((name) => (name.includes('/') ? [name.split('/')[0]] : []))
      .filter((name) => !known.includes(name)),
  );
  return [...names].map((analysis) => {
    const isOf = (name: string): boolean => name.startsWith(`${analysis}/`);
    const all = [...new Set(results.flatMap(({ figures }) => [...figures.keys()].filter(isOf)))];
    const shown = all.slice(0, MOST_COLUMNS);
    const rows = results.map(({ line, figures, byConstruction }) => [
      line.name,
      ...shown.map((name) => {
        const value = formatFigure(
          [...(figures.get(name)?.values() ?? [])].map((each) => each.value),
        );
        return byConstruction.has(name) ? `${value} by construction` : value;
      }),
    ]);
    const more = all.length > shown.length ? `; ${all.length - shown.length} more figures` : '';
    const head = ['strategy', ...shown.map((name) => name.slice(analysis.length + 1))];
    return `${analysis} (sid analyze ${analysis})${more}\n\n${drawTable(head, rows)}`;
  });
}

/** Mean and spread; counts that are the same with every seed as whole numbers. */
function formatFigure(values: readonly number[]): string {
  const measured = values.filter(Number.isFinite);
  const center = mean(measured);
  const spread = standardDeviation(measured);
  if (spread > 0) return `${formatFixed(center)} ± ${formatFixed(spread)}`;
  return Number.isInteger(center) ? formatCount(center) : formatFixed(center);
}

/** The claims of a comparison with what became of them, and what is to be known of the verdicts. */
export function claimTable(claims: readonly JudgedClaim[]): string {
  const rows = claims.map((claim) => {
    const { difference, expect, margin, verdict, verdictHolm, reason } = claim;
    return [
      `${claim.paper}: ${claim.says}`,
      claim.figure,
      `${formatDifference(difference?.value ?? NaN)}${claim.unit === 'percent' ? ' %' : ''}`,
      difference?.ci95 === undefined
        ? '-'
        : `[${difference.ci95.map(formatDifference).join(', ')}]`,
      difference?.sources.join(', ') ?? '-',
      expect === 'equal' ? `within ${margin}` : expect,
      `${verdict}${verdictHolm === verdict ? '' : '*'}${reason === undefined ? '' : `: ${reason}`}`,
    ];
  });
  const head = ['claim', 'figure', 'difference', '95 %', 'over', 'expected', 'verdict'];
  const table = drawTable(head, rows, ['claim', 'figure', 'over', 'expected', 'verdict']);
  const isAnyMarked = claims.some(({ verdict, verdictHolm }) => verdict !== verdictHolm);
  return isAnyMarked ? `${table}\n\n${HOLM_MARK}` : table;
}

/** Three digits that count: claims are about figures of any size. */
function formatDifference(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return `${value < 0 ? '' : '+'}${Number(value.toPrecision(3))}`;
}
