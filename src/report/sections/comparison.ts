// The table of strategies and its charts.
import { describeNegatives } from '../../artifacts/negatives-rule.ts';
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';
import type { CompareLine, CompareMetrics } from '../../records/compare-record.ts';
import { correlationTables } from '../../records/sheet-correlations.ts';
import { tuningTable } from '../../records/tuned-settings.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { clickLoss } from '../charts/click-loss-by-depth.ts';
import type { ClickLossLine } from '../charts/click-loss-by-depth.ts';
import { driftByStrategy } from '../charts/drift-by-strategy.ts';
import { gainByStrategy } from '../charts/gain-by-strategy.ts';
import { neByDay } from '../charts/ne-by-day.ts';
import { neByStrategy } from '../charts/ne-by-strategy.ts';
import { segmentGains } from '../charts/segment-gains.ts';
import {
  baselineOf,
  cutsOf,
  describeFailures,
  describeIntervals,
  segmentNe,
} from '../comparison-lines.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundComparison, FoundRecord } from '../found-record.ts';
import { plural } from '../../util/plural.ts';
import { rangeText } from '../../util/range-text.ts';
import { count, fixed, interval, signed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import type { LabelsOf } from '../labels.ts';
import { table, textTable } from '../html-table.ts';
import type { Column } from '../html-table.ts';
import { trainingCurves } from '../training-curves.ts';
import { claimsTable } from './claims.ts';

/** The top of a comparison: its table, the papers' statements, and charts over all strategies. */
export async function comparisonTop(
  found: FoundComparison,
  runs: { readonly members: readonly FoundRecord[]; readonly labelsOf: LabelsOf },
  drawer: ChartDrawer,
): Promise<Html> {
  const { argv, metrics: view } = found.record;
  const rankers = recordsOf(runs.members, 'train-ranker');
  const order = new Map(view.strategies.map(({ strategy }, i) => [strategy, i]));
  const curves = trainingCurves(rankers, runs.labelsOf)
    .map((curve) => ({ ...curve, place: order.get(curve.name) ?? order.size }))
    .toSorted((a, b) => a.place - b.place);
  const charts = [
    neByStrategy(view),
    gainByStrategy(view),
    segmentGains(view),
    driftByStrategy(
      view.strategies.flatMap(({ strategy, drift }) => (drift ? [{ strategy, ...drift }] : [])),
      view.drift_days,
    ),
    neByDay(curves),
    ...(['top', 'all'] as const).map((of) => clickLoss(clickLossFigures(view), of)),
  ];
  const figures: HtmlValue[] = [];
  for (const chart of charts) figures.push(await drawer.draw(chart, argv));
  const notes = [intervalsNote(view), tuning(view)];
  return html`${describe(view)} ${mainTable(view)} ${notes} ${commandDetails(argv)}
    ${claimsTable(view.claims)} ${correlationTables(view).map(textTable)} ${failures(view)}
    <h3>In pictures</h3>
    <div class="charts">${figures}</div> `;
}

function describe({ strategies, baseline, negatives }: CompareMetrics): Html | undefined {
  const first = strategies.at(0);
  if (first === undefined) return html`<p>No trial was finished.</p>`;
  const range = (of: (line: CompareLine) => number, toText: (value: number) => string): string =>
    rangeText(strategies.map(of), toText);
  return html`<p>
      ${plural(strategies.length, 'strategy')}, ${plural(first.seeds.length, 'seed')} each, measured
      on ${range((line) => line.impressions, count)} impressions of
      ${range((line) => line.items, count)} items that come after training (click rate
      ${range((line) => line.label_rate, fixed)}). Gains are against <b>${baseline}</b>.
    </p>
    <p>${describeNegatives(negatives)}</p>`;
}

const number = (title: string): Column => ({ title, isNumber: true });

function mainTable(view: CompareMetrics): Html {
  const { strategies } = view;
  const hasDrift = strategies.some(({ drift }) => drift !== null);
  const columns: Column[] = [
    { title: 'strategy' },
    number('NE'),
    number('± over seeds'),
    number('recalibrated'),
    number('gain, %'),
    number('95 % interval'),
    number('AUC'),
    ...ITEM_SEGMENTS.map((segment) => number(`NE ${segment}`)),
    ...(hasDrift
      ? [number('drift, %'), number('95 % interval'), number('recalibrated drift, %')]
      : []),
    number('rows'),
    number('rows per item'),
    number('examples/s'),
  ];
  const best = Math.min(...strategies.map(({ ne }) => ne).filter(Number.isFinite));
  const { marks, note } = cutsOf(view);
  const toRow = (each: CompareLine, i: number): HtmlValue[] => [
    each.strategy,
    each.ne === best ? html`<b>${fixed(each.ne)}</b>` : fixed(each.ne),
    fixed(each.ne_spread),
    fixed(each.ne_recalibrated),
    baselineOf(each, view) === each ? 'baseline' : signed(each.gain?.percent),
    interval(each.gain?.ci95),
    fixed(each.auc),
    ...ITEM_SEGMENTS.map((name) => fixed(segmentNe(each, name)) + marks[i]),
    ...(hasDrift
      ? [
          signed(each.drift?.drift_percent),
          interval(each.drift?.ci95),
          signed(each.drift?.drift_percent_recalibrated),
        ]
      : []),
    count(each.table_rows),
    count(each.tokens_per_item),
    count(each.examples_per_second),
  ];
  return html`${table('Strategies compared; NE: lower is better', columns, strategies.map(toRow))}
  ${note === undefined ? undefined : html`<p>${note}</p>`}`;
}

function intervalsNote(view: CompareMetrics): Html | undefined {
  return view.strategies.length === 0 ? undefined : html`<p>${describeIntervals(view)}</p>`;
}

function tuning({ strategies }: CompareMetrics): Html | undefined {
  const tuned = tuningTable(strategies);
  if (tuned === undefined) return undefined;
  const columns = tuned.titles.map((title, i) => ({ title, isNumber: i > 0 }));
  return html`${table('Settings chosen for each line', columns, tuned.rows)}
    <p>${tuned.note}</p>`;
}

function failures(view: CompareMetrics): Html[] {
  const lists = [
    { title: 'Failed, and not in the table:', lines: describeFailures(view) },
    { title: 'Not there yet, and not in the table:', lines: view.missing },
  ];
  return lists
    .filter(({ lines }) => lines.length > 0)
    .map(
      ({ title, lines }) =>
        html`<p class="warning">${title}</p>
          <ul>
            ${lines.map((line) => html`<li>${line}</li>`)}
          </ul>`,
    );
}

function clickLossFigures({ strategies }: CompareMetrics): ClickLossLine[] {
  const start = 'click-loss/';
  return strategies.map(({ strategy: name, figures }) => ({
    name,
    figures: new Map(
      Object.entries(figures).flatMap(([key, { mean }]) =>
        key.startsWith(start) && !Number.isNaN(mean) ? [[key.slice(start.length), mean]] : [],
      ),
    ),
  }));
}
