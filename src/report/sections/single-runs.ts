// Runs that belong to no comparison.
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { driftByStrategy } from '../charts/drift-by-strategy.ts';
import { neByDay } from '../charts/ne-by-day.ts';
import type { FoundRecord } from '../find-records.ts';
import { count, fixed, interval, signed } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import { intervalOf, listOf, numberOf, objectOf, textOf } from '../json-values.ts';
import type { LabelsOf } from '../labels.ts';
import { table } from '../table.ts';
import { trainingCurves } from '../training-curves.ts';

/** Charts of rankers and drifts that belong to no comparison. */
export async function singleRunCharts(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
  drawer: ChartDrawer,
): Promise<Html[]> {
  const rankers = members.filter(({ record }) => record.command === 'train-ranker');
  const curves = trainingCurves(rankers, labelsOf);
  const figures = [await drawer.draw(neByDay(curves), rankers.at(0)?.record.argv ?? [])];
  for (const { record } of members.filter(({ record: each }) => each.command === 'eval-drift')) {
    const { strategies, early_day, late_day } = record.metrics;
    const drifts = listOf(strategies)
      .map(objectOf)
      .map((each) => ({
        name: textOf(each.strategy) ?? textOf(each.embed) ?? '',
        drift: { value: numberOf(each.drift_percent), ci95: intervalOf(each.ci95) },
      }));
    const days = { early: `day ${String(early_day)}`, late: `day ${String(late_day)}` };
    figures.push(await drawer.draw(driftByStrategy(drifts, days), record.argv));
  }
  return figures.filter((each) => each !== undefined);
}

/** A table for each evaluation that belongs to no comparison. */
export function singleRunTables(members: readonly FoundRecord[], labelsOf: LabelsOf): Html[] {
  return members.flatMap((member) => {
    const { command, argv, metrics } = member.record;
    const draw = DRAWERS[command];
    if (draw === undefined) return [];
    return [html`${draw(metrics, labelsOf(member)[0])}${commandDetails(argv)}`];
  });
}

type TableOf = (metrics: Readonly<Record<string, unknown>>, label: string) => Html;

const number = (title: string) => ({ title, isNumber: true });

const DRAWERS: Readonly<Record<string, TableOf | undefined>> = {
  'eval-segments': (metrics, label) =>
    table(
      `Segments: ${label}`,
      [
        { title: 'segment' },
        ...['items', 'impressions', 'click rate', 'NE', 'recalibrated', 'AUC', 'log loss'].map(
          number,
        ),
        number('calibration'),
      ],
      listOf(metrics.segments)
        .map(objectOf)
        .map((each): HtmlValue[] => [
          textOf(each.segment),
          count(numberOf(each.items)),
          count(numberOf(each.impressions)),
          ...[each.label_rate, each.ne, each.ne_recalibrated, each.auc, each.log_loss].map((x) =>
            fixed(numberOf(x)),
          ),
          fixed(numberOf(each.calibration), 3),
        ]),
    ),
  'eval-drift': (metrics, label) =>
    table(
      `Drift: ${label}`,
      [
        { title: 'strategy' },
        ...['NE early model', 'NE late model', 'drift, %', '95 % interval'].map(number),
        ...['recalibrated early', 'late', 'drift, %', 'seeds'].map(number),
      ],
      listOf(metrics.strategies)
        .map(objectOf)
        .map((each): HtmlValue[] => [
          textOf(each.strategy) ?? textOf(each.embed),
          fixed(numberOf(each.ne_early_model)),
          fixed(numberOf(each.ne_late_model)),
          signed(numberOf(each.drift_percent)),
          interval(intervalOf(each.ci95)),
          fixed(numberOf(each.ne_early_model_recalibrated)),
          fixed(numberOf(each.ne_late_model_recalibrated)),
          signed(numberOf(each.drift_percent_recalibrated)),
          Array.isArray(each.seeds) ? each.seeds.length : numberOf(each.seeds),
        ]),
    ),
};
