// The table of strategies and its charts.
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { clickLoss } from '../charts/click-loss.ts';
import { driftByStrategy } from '../charts/drift-by-strategy.ts';
import { gainByStrategy } from '../charts/gain-by-strategy.ts';
import { neByDay } from '../charts/ne-by-day.ts';
import { neByStrategy } from '../charts/ne-by-strategy.ts';
import { segmentGains } from '../charts/segments.ts';
import type { FoundRecord } from '../find-records.ts';
import { count, fixed, interval, plural, signed } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import { numberOf, objectOf } from '../json-values.ts';
import type { LabelsOf } from '../labels.ts';
import { baselineOf, cutsOf } from '../read-comparison.ts';
import type { ComparisonView, StrategyView } from '../read-comparison.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { trainingCurves } from '../training-curves.ts';
import { claimsTable } from './claims.ts';

/** The top of a comparison: its table, the papers' statements, and charts over all strategies. */
export async function comparisonTop(
  found: FoundRecord,
  view: ComparisonView,
  runs: { readonly members: readonly FoundRecord[]; readonly labelsOf: LabelsOf },
  drawer: ChartDrawer,
): Promise<Html> {
  const { argv, config } = found.record;
  const { earlyDay, lateDay } = objectOf(config.drift);
  const dayText = (day: unknown, other: string): string => {
    const number = numberOf(day);
    return number === undefined ? other : `day ${number}`;
  };
  const rankers = runs.members.filter(({ record }) => record.command === 'train-ranker');
  const order = new Map(view.strategies.map(({ name }, i) => [name, i]));
  const curves = trainingCurves(rankers, runs.labelsOf)
    .map((curve) => ({ ...curve, place: order.get(curve.name) ?? order.size }))
    .toSorted((a, b) => a.place - b.place);
  const charts = [
    neByStrategy(view),
    gainByStrategy(view),
    segmentGains(view),
    driftByStrategy(view.strategies, {
      early: dayText(earlyDay, 'the early day'),
      late: dayText(lateDay, 'the late day'),
    }),
    neByDay(curves),
    ...(['top', 'all'] as const).map((of) => clickLoss(clickLossFigures(view), of)),
  ];
  const figures: HtmlValue[] = [];
  for (const chart of charts) figures.push(await drawer.draw(chart, argv));
  return html`${describe(view)} ${mainTable(view)} ${intervalsNote(view)} ${commandDetails(argv)}
    ${claimsTable(view.claims)} ${failures(view)}
    <h3>In pictures</h3>
    <div class="charts">${figures}</div> `;
}

function describe({ strategies, baseline }: ComparisonView): Html | undefined {
  const first = strategies.at(0);
  if (first === undefined) return html`<p>No trial was finished.</p>`;
  const { impressions, items, labelRate } = first;
  return html`<p>
    ${plural(strategies.length, 'strategy')}, ${plural(first.seeds, 'seed')} each, measured on
    ${count(impressions)} impressions of ${count(items)} items that come after training (click rate
    ${fixed(labelRate)}). Gains are against <b>${baseline}</b>.
  </p>`;
}

const number = (title: string): Column => ({ title, isNumber: true });

function mainTable(view: ComparisonView): Html {
  const { strategies } = view;
  const hasDrift = strategies.some(({ drift }) => drift !== undefined);
  const segments = ['head', 'torso', 'tail', 'new'];
  const columns: Column[] = [
    { title: 'strategy' },
    number('NE'),
    number('± over seeds'),
    number('recalibrated'),
    number('gain, %'),
    number('95 % interval'),
    number('AUC'),
    ...segments.map((segment) => number(`NE ${segment}`)),
    ...(hasDrift
      ? [number('drift, %'), number('95 % interval'), number('recalibrated drift, %')]
      : []),
    number('rows'),
    number('rows per item'),
    number('examples/s'),
  ];
  const best = Math.min(...strategies.map(({ ne }) => ne ?? Infinity));
  const { marks, note } = cutsOf(view);
  const toRow = (each: StrategyView, i: number): HtmlValue[] => [
    each.name,
    each.ne === best ? html`<b>${fixed(each.ne)}</b>` : fixed(each.ne),
    fixed(each.neSpread),
    fixed(each.neRecalibrated),
    baselineOf(each, view) === each ? 'baseline' : signed(each.gain?.value),
    interval(each.gain?.ci95),
    fixed(each.auc),
    ...segments.map(
      (name) => fixed(each.segments.find(({ segment }) => segment === name)?.ne) + marks[i],
    ),
    ...(hasDrift
      ? [
          signed(each.drift?.value),
          interval(each.drift?.ci95),
          signed(each.driftRecalibrated?.value),
        ]
      : []),
    count(each.tableRows),
    count(each.tokensPerItem),
    count(each.examplesPerSecond),
  ];
  return html`${table('Strategies compared; NE: lower is better', columns, strategies.map(toRow))}
  ${note === undefined ? undefined : html`<p>${note}</p>`}`;
}

function intervalsNote({ intervals }: ComparisonView): Html | undefined {
  return intervals === undefined ? undefined : html`<p>${intervals}</p>`;
}

function failures({ failed, missing }: ComparisonView): Html[] {
  const lists = [
    { title: 'Failed, and not in the table:', lines: failed },
    { title: 'Not there yet, and not in the table:', lines: missing },
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

function clickLossFigures({ strategies }: ComparisonView) {
  const start = 'click-loss/';
  return strategies.map(({ name, figures }) => ({
    name,
    figures: new Map(
      [...figures].flatMap(([key, { value }]) =>
        key.startsWith(start) && value !== undefined ? [[key.slice(start.length), value]] : [],
      ),
    ),
  }));
}
