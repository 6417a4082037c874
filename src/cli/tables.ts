import Table from 'cli-table3';
import type { Interval } from '../evaluation/interval.ts';
import type { StrategyResult } from '../experiments/collect-comparison.ts';
import type { StrategyDrift } from '../experiments/evaluate-drift.ts';
import type { SegmentMetrics } from '../evaluation/segment-metrics.ts';
import { formatCount } from './progress.ts';

/** The table of `sid eval-segments`. */
export function segmentTable(segments: readonly SegmentMetrics[]): string {
  const head = [
    'segment',
    'items',
    'impressions',
    'label rate',
    'NE',
    'AUC',
    'log loss',
    'calibration',
  ];
  const rows = segments.map((part) => [
    part.segment,
    formatCount(part.items),
    formatCount(part.impressions),
    formatFixed(part.labelRate),
    formatFixed(part.ne),
    formatFixed(part.auc),
    formatFixed(part.logLoss),
    formatFixed(part.calibration, 3),
  ]);
  return drawTable(head, rows);
}

/** The table of `sid eval-drift`. */
export function driftTable(strategies: readonly StrategyDrift[], days: DriftDays): string {
  const rows = strategies.map((each) => [
    each.strategy,
    formatFixed(each.neEarlyModel),
    formatFixed(each.neLateModel),
    formatSigned(each.driftPercent),
    formatInterval(each.ci95),
    String(each.seeds.length),
  ]);
  return drawTable(
    [
      'strategy',
      `NE day-${days.earlyDay} model`,
      `NE day-${days.lateDay} model`,
      'drift %',
      '95 %',
      'seeds',
    ],
    rows,
  );
}

export interface DriftDays {
  readonly earlyDay: number;
  readonly lateDay: number;
}

/** The table of `sid compare`: all impressions, then NE by segment. */
export function comparisonTable(results: readonly StrategyResult[], baseline: string): string {
  const segment = (result: StrategyResult, name: string): string =>
    formatFixed(result.segments.find((part) => part.segment === name)?.ne ?? NaN);
  const head = [
    'strategy',
    'rows',
    'tokens',
    'NE',
    `gain % vs ${baseline}`,
    'AUC',
    'NE head',
    'torso',
    'tail',
    'new',
    'examples/s',
  ];
  const rows = results.map((result) => {
    const all = result.segments.find((part) => part.segment === 'all');
    const spread = Number.isFinite(all?.neSpread) ? ` ± ${formatFixed(all?.neSpread ?? NaN)}` : '';
    return [
      result.strategy,
      formatCount(result.tableRows),
      String(result.tokensPerItem),
      `${formatFixed(all?.ne ?? NaN)}${spread}`,
      result.gain === undefined
        ? '-'
        : `${formatSigned(result.gain.percent)} ${formatInterval(result.gain.ci95)}`,
      formatFixed(all?.auc ?? NaN),
      ...['head', 'torso', 'tail', 'new'].map((name) => segment(result, name)),
      formatCount(result.examplesPerSecond),
    ];
  });
  return drawTable(head, rows);
}

/** The drift lines of a comparison, in the shape of `sid eval-drift`. */
export function driftsOf(results: readonly StrategyResult[]): StrategyDrift[] {
  return results.flatMap(({ drift, embed, strategy, seeds }) =>
    drift === undefined ? [] : [{ ...drift, embed, strategy, seeds }],
  );
}

/** A number with some decimals; "-" where there was nothing to measure. */
export function formatFixed(value: number, decimals = 4): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : '-';
}

function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}

function formatInterval([low, high]: Interval): string {
  return `[${formatSigned(low)}, ${formatSigned(high)}]`;
}

/** Plain columns without colours or lines between rows: reads well in logs too. */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const table = new Table({
    head: [...head],
    chars: {
      ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
      ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
      ...none,
      ...{ left: '', right: '', middle: '  ' },
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
