// Tables in the terminal.
import Table from 'cli-table3';
import type { Estimate } from '../../metrics/estimate.ts';
import type { DriftFigures } from '../../metrics/drift.ts';
import type { StrategyDrift } from '../../experiments/evaluate-drift.ts';
import type { SegmentMetrics } from '../../metrics/segment-metrics.ts';
import { formatCount } from '../../util/format-count.ts';
import { formatDifference } from '../../util/format-signed.ts';

/** The table of `sid eval-segments`. */
export function segmentTable(segments: readonly SegmentMetrics[]): string {
  const head = [
    'segment',
    'items',
    'impressions',
    'label rate',
    'NE',
    'recalibrated',
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
    formatFixed(part.neRecalibrated),
    formatFixed(part.auc),
    formatFixed(part.logLoss),
    formatFixed(part.calibration, 3),
  ]);
  return drawTable(head, rows);
}

/** Under a table that has such columns. */
export const RECALIBRATED =
  'recalibrated: with one constant on all logits of a model, the best for these impressions';

/** The table of `sid eval-drift`. */
export function driftTable(strategies: readonly StrategyDrift[]): string {
  const columns = ({ neEarlyModel, neLateModel, drift }: DriftFigures): string[] => [
    formatFixed(neEarlyModel),
    formatFixed(neLateModel),
    formatEstimate(drift),
  ];
  const rows = strategies.map((each) => [
    each.strategy,
    ...columns(each),
    ...columns(each.recalibrated),
    String(each.seeds.length),
  ]);
  const head = ['NE early', 'late', 'drift %', 'recalibrated early', 'late', 'drift %', 'seeds'];
  return drawTable(['strategy', ...head], rows);
}

/** A number with some decimals; "-" where there was nothing to measure. */
export function formatFixed(value: number, decimals = 4): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : '-';
}

/** "+1.10 [-1.20, +3.40]" */
export function formatEstimate({ value, ci95 }: Estimate): string {
  return formatDifference(value, ci95);
}

/**
 * Plain columns without colors or lines between rows: reads well in logs too.
 *
 * @param textColumns set on the left; the others are numbers, set on the right. The first column where not given
 */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: readonly string[] = head.slice(0, 1),
): string {
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
    colAligns: head.map((name) => (textColumns.includes(name) ? 'left' : 'right')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
