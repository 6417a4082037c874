// Facts of a corpus as texts, for the console and the report.
import { LEAST_PROBE_NE } from '../artifacts/negatives-rule.ts';
import { formatCount } from '../util/format-count.ts';
import { plural } from '../util/plural.ts';
import type { WhereMetrics } from './where-record.ts';

/** Rows of fact, what was measured, how. */
export function whereFacts(metrics: WhereMetrics): string[][] {
  return [
    ...sizeRows(metrics),
    ...churnRows(metrics),
    ...skewRows(metrics),
    ...contentRows(metrics),
    ...tableRows(metrics),
  ];
}

/** What follows from the facts, a line each: what a day is, how far non-clicks go, whether drift can show. */
export function whereLines(metrics: WhereMetrics): string[] {
  return [
    ...(metrics.day_hours === 24
      ? []
      : [
          `a day of this corpus has ${formatCount(metrics.day_hours)} hours; days above are such days`,
        ]),
    `non-clicks: ${metrics.negatives.rule}`,
    ...probeLine(metrics),
    ...driftLine(metrics),
  ];
}

function sizeRows(m: WhereMetrics): string[][] {
  const { mean, median } = m.impressions_per_item_day;
  return [
    [
      'impressions',
      `${formatCount(m.impressions)} in ${m.days} days`,
      `${formatCount(m.impressions_per_day)} a day, click rate ${m.label_rate.toFixed(4)}`,
    ],
    [
      'users',
      formatCount(m.users),
      `${m.impressions_per_user_day.toFixed(1)} impressions on a day with any`,
    ],
    ['items', `${formatCount(m.items)} shown`, `of ${formatCount(m.items_in_table)} in the corpus`],
    [
      'living items',
      formatCount(m.living_items),
      `between first and last day shown; ${formatCount(m.shown_items_per_day)} shown on a day`,
    ],
    [
      'impressions per living item and day',
      mean.toFixed(1),
      `the middle item ${median.toFixed(1)}`,
    ],
  ];
}

/** "6.1 days [5.4, 6.9]", or what is known where it is long. */
function halfLifeText({ days, ci95, items }: WhereMetrics['half_life']): string {
  const [low, high] = ci95;
  if (items === 0 || Number.isNaN(low)) return 'cannot be told: no item is shown often';
  if (Number.isNaN(days)) return `none seen within this log; above ${low.toFixed(0)} days`;
  return `${days.toFixed(1)} days [${low.toFixed(1)}, ${high.toFixed(1)}]`;
}

function churnRows(m: WhereMetrics): string[][] {
  const { half_life: life, new_on_last_day: fresh } = m;
  const survival = life.survival
    .filter(({ items }) => items > 0)
    .map(({ lag, alive }) => `${plural(lag, 'day')} later ${percent(alive)}`);
  return [
    [
      'half-life of items',
      halfLifeText(life),
      `${formatCount(life.gone)} of ${formatCount(life.items)} items shown often went`,
    ],
    ...(survival.length === 0 ? [] : [['seen again', survival.join(', '), '']]),
    [
      'new on the last day',
      `${percent(fresh.items)} of items`,
      `${percent(fresh.impressions)} of impressions`,
    ],
    [
      'not clicked before it',
      `${percent(fresh.items_not_clicked)} of items`,
      `${percent(fresh.impressions_not_clicked)} of impressions`,
    ],
  ];
}

function skewRows({ skew }: WhereMetrics): string[][] {
  return [
    [
      'impressions of the top 0.1 % of items',
      percent(skew.top_0_1_percent),
      `top 5.6 %: ${percent(skew.top_5_6_percent)}, Gini ${skew.gini.toFixed(2)}`,
    ],
  ];
}

function contentRows({ content, taste }: WhereMetrics): string[][] {
  const [low, high] = content.ci95;
  const share = Number.isNaN(content.share)
    ? "cannot be told: items' click rates do not differ beyond noise"
    : `${percent(content.share)} [${percent(low)}, ${percent(high)}]`;
  const auc = Number.isNaN(taste.auc)
    ? 'cannot be told: no item has a click and a non-click'
    : `AUC ${taste.auc.toFixed(4)} [${taste.ci95.map((end) => end.toFixed(4)).join(', ')}]`;
  return [
    [
      "items' click rates that like items share",
      share,
      `of the real variance, ${formatCount(content.items)} items; ${percent(content.reliability)} of what rates vary by is real`,
    ],
    [
      "likeness to a user's earlier clicks",
      auc,
      `clicks against non-clicks of one item, ${formatCount(taste.impressions)} impressions; 0.5: says nothing`,
    ],
  ];
}

function tableRows({ table, items_in_table: items }: WhereMetrics): string[][] {
  const sizes = table.map(
    ({ collision_factor, rows }) => `${formatCount(rows)} (${collision_factor})`,
  );
  return [
    [
      'rows of a table for them',
      sizes.join(', '),
      `by collision factor, for ${formatCount(items)} items`,
    ],
  ];
}

/** Where few items go within the log, a row keeps the items that it has. */
export function driftLine({ half_life: life, days, day_hours: hours }: WhereMetrics): string[] {
  if (!(life.ci95[0] > days)) return [];
  const length = hours === 24 ? '' : ` of ${formatCount(hours)} hours each`;
  return [
    `more than half of the items outlive this log of ${days} days${length}: rows keep their items, whatever the strategy, so drift from ` +
      'items that come and go cannot show here; a longer log, or one of items that change more, can show it',
  ];
}

function probeLine({ negatives }: WhereMetrics): string[] {
  if (Number.isNaN(negatives.probe_ne)) return [];
  return [
    `a probe that knows only how an item stood before has NE ${negatives.probe_ne.toFixed(4)}: ` +
      (negatives.probe_ne < LEAST_PROBE_NE
        ? 'the sampled non-clicks give labels away, so gains measured here may be of the sampling'
        : 'the sampled non-clicks give little away'),
  ];
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '-';
}
