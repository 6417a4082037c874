// Runs that belong to no comparison.
import type { EvalDriftMetrics } from '../../records/eval-drift-record.ts';
import type { EvalSegmentsMetrics } from '../../records/eval-segments-record.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { driftByStrategy } from '../charts/drift-by-strategy.ts';
import { neByDay } from '../charts/ne-by-day.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundRecord } from '../found-record.ts';
import { count, fixed, interval, signed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import type { LabelsOf } from '../labels.ts';
import { table } from '../html-table.ts';
import { trainingCurves } from '../training-curves.ts';

/** Charts of rankers and drifts that belong to no comparison. */
export async function singleRunCharts(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
  drawer: ChartDrawer,
): Promise<Html[]> {
  const rankers = recordsOf(members, 'train-ranker');
  const curves = trainingCurves(rankers, labelsOf);
  const figures = [await drawer.draw(neByDay(curves), rankers.at(0)?.record.argv ?? [])];
  for (const { record } of recordsOf(members, 'eval-drift')) {
    const { strategies, early_day: early, late_day: late } = record.metrics;
    figures.push(await drawer.draw(driftByStrategy(strategies, { early, late }), record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** A table for each evaluation that belongs to no comparison. */
export function singleRunTables(members: readonly FoundRecord[], labelsOf: LabelsOf): Html[] {
  return members.flatMap((member) => {
    const [label] = labelsOf(member);
    const { record } = member;
    switch (record.command) {
      case 'eval-segments':
        return [html`${segmentTable(record.metrics, label)}${commandDetails(record.argv)}`];
      case 'eval-drift':
        return [html`${driftTable(record.metrics, label)}${commandDetails(record.argv)}`];
      default:
        return [];
    }
  });
}

const number = (title: string) => ({ title, isNumber: true });

function segmentTable({ segments }: EvalSegmentsMetrics, label: string): Html {
  const columns = [
    { title: 'segment' },
    ...['items', 'impressions', 'click rate', 'NE', 'recalibrated', 'AUC', 'log loss'].map(number),
    number('calibration'),
  ];
  const rows = segments.map((each): HtmlValue[] => [
    each.segment,
    count(each.items),
    count(each.impressions),
    ...[each.label_rate, each.ne, each.ne_recalibrated, each.auc, each.log_loss].map((x) =>
      fixed(x),
    ),
    fixed(each.calibration, 3),
  ]);
  return table(`Segments: ${label}`, columns, rows);
}

function driftTable({ strategies }: EvalDriftMetrics, label: string): Html {
  const columns = [
    { title: 'strategy' },
    ...['NE early model', 'NE late model', 'drift, %', '95 % interval'].map(number),
    ...['recalibrated early', 'late', 'drift, %', 'seeds'].map(number),
  ];
  const rows = strategies.map((each): HtmlValue[] => [
    each.strategy,
    fixed(each.ne_early_model),
    fixed(each.ne_late_model),
    signed(each.drift_percent),
    interval(each.ci95),
    fixed(each.ne_early_model_recalibrated),
    fixed(each.ne_late_model_recalibrated),
    signed(each.drift_percent_recalibrated),
    each.seeds.length,
  ]);
  return table(`Drift: ${label}`, columns, rows);
}
