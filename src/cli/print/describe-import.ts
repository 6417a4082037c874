// What `sid import` prints.
import { describeNegatives, LEAST_PROBE_NE } from '../../artifacts/negatives-rule.ts';
import type { CategoryReport, HistoryReport } from '../../data/import/import-report.ts';
import type { ImportResult } from '../../data/import/import-corpus.ts';
import type { ClickCounts } from '../../data/import/write-impressions.ts';
import type { StandingProbeResult } from '../../data/negatives/standing-probe.ts';
import type { ImportMetrics } from '../../records/import-records.ts';
import { plural } from '../../util/plural.ts';
import { formatCount } from '../../util/format-count.ts';
import { drawTable } from './tables.ts';

/** Percent from which on histories look as if they held the log's own clicks. */
const MOST_CLICKED_AGAIN = 50;

/** The result with --json, and the metrics of run.json. */
export function importMetrics({ info, report }: ImportResult, seconds: number): ImportMetrics {
  const impressions = sum(info.impressionsPerDay);
  const clicks = sum(info.clicksPerDay);
  const { clicks: sampled, ...rest } = report;
  return {
    source: info.source,
    items: info.numItems,
    users: info.numUsers,
    days: info.numDays,
    impressions,
    clicks,
    label_rate: clicks / impressions,
    impressions_per_day: info.impressionsPerDay,
    negatives_rule: info.negativesRule,
    ...rest,
    ...(sampled === undefined ? {} : { sampled: sampledOf(sampled) }),
    seconds,
  };
}

function sampledOf({
  duplicates,
  negatives,
  clicksWithFewer: clicks_with_fewer,
  clicksWithNone: clicks_with_none,
}: ClickCounts): NonNullable<ImportMetrics['sampled']> {
  return { duplicates, negatives, clicks_with_fewer, clicks_with_none };
}

/** The result as text: a line for each day, then what was left out and why. */
export function describeImport(out: string, result: ImportResult, seconds: number): string {
  const { info, report } = result;
  const head = ['day', 'begins', 'events', 'with embedding', 'share %', 'clicks', 'impressions'];
  const rows = report.coverage.by_day.map((day, i) => [
    String(day.day),
    day.date,
    formatCount(day.events),
    formatCount(day.with_embedding),
    day.percent.toFixed(1),
    formatCount(info.clicksPerDay[i]),
    formatCount(info.impressionsPerDay[i]),
  ]);
  const { coverage, dropped } = report;
  const without = coverage.events - coverage.with_embedding;
  const fate = coverage.uncovered === 'keep' ? 'kept, they have no codes' : 'left out';
  return [
    drawTable(head, rows),
    `${formatCount(info.numItems)} items, ${formatCount(info.numUsers)} users, ` +
      `${formatCount(sum(info.impressionsPerDay))} impressions, ${formatCount(sum(info.clicksPerDay))} clicks`,
    `${formatCount(without)} of ${formatCount(coverage.events)} events ` +
      `(${(100 - coverage.percent).toFixed(2)} %) are of items without an embedding: ${fate}`,
    ...dropped.map(
      ({ reason, events, percent }) =>
        `${formatCount(events)} of ${formatCount(report.rows)} rows (${percent} %) left out: ${reason}`,
    ),
    ...(report.clicks?.duplicates
      ? [`${formatCount(report.clicks.duplicates)} repeats of a click at the same instant left out`]
      : []),
    ...describeHistory(report.history),
    ...(report.categories ?? []).map((each) => describeCategory(each, info.numItems)),
    describeNegatives([{ rule: info.negativesRule, probe_ne: null }]),
    ...describeProbe(report.standing_probe),
    `corpus in ${out} (${seconds.toFixed(1)} s)`,
  ].join('\n');
}

/** What the user should know before training on the corpus. */
export function importWarnings({ info, report }: ImportResult): string[] {
  const warnings: string[] = [];
  const { coverage, clicks } = report;
  if (coverage.percent < 50) {
    const fate = coverage.uncovered === 'keep' ? 'are kept without codes' : 'are left out';
    warnings.push(
      `${(100 - coverage.percent).toFixed(1)} % of the events are of items without an embedding and ${fate}; ` +
        `see the table, and choose days with --days`,
    );
  }
  if (clicks !== undefined && clicks.clicksWithFewer > 0) {
    warnings.push(
      `${formatCount(clicks.clicksWithFewer)} clicks have fewer negatives than asked ` +
        `(${formatCount(clicks.clicksWithNone)} have none), since there are too few items; ` +
        `ask for fewer with --negatives`,
    );
  }
  const { negativesProbeNe = 1 } = info;
  if (negativesProbeNe < LEAST_PROBE_NE) {
    warnings.push(
      `how an item stood before, how often clicked and shown, tells clicks from sampled negatives (NE ` +
        `${negativesProbeNe.toFixed(3)} from that alone): a strategy may win by that, so do not compare any on this ` +
        `corpus; where a few items have most clicks, fewer --negatives help`,
    );
  }
  const again = report.history?.clicked_again_percent ?? 0;
  if (again >= MOST_CLICKED_AGAIN) {
    warnings.push(
      `${again} % of the log's clicks are of an item in the user's history: see whether the histories hold ` +
        `the log's own clicks, which would tell the labels`,
    );
  }
  for (const { name, values, items_without } of report.categories ?? []) {
    if (2 * values <= info.numItems - items_without || values < 2) continue;
    warnings.push(
      `category "${name}" has ${plural(values, 'value')} for ${plural(info.numItems - items_without, 'item')}: it is ` +
        `nearly an id, and would give every strategy a row for each item; leave it out`,
    );
  }
  const numEmpty = info.impressionsPerDay.filter((count) => count === 0).length;
  if (numEmpty > 0) warnings.push(`${numEmpty} of ${info.numDays} days have no impressions`);
  return warnings;
}

function describeHistory(history: HistoryReport | undefined): string[] {
  if (history === undefined) return [];
  return [
    `${plural(history.clicks, 'click')} from before the log, of ${plural(history.users, 'user')}`,
    ...history.dropped.map(
      ({ reason, clicks }) => `${formatCount(clicks)} of the histories' clicks left out: ${reason}`,
    ),
    ...(history.users_with_other_later === 0
      ? []
      : [
          `${plural(history.users_with_other_later, 'user')} with other histories at later impressions: ` +
            `the first counts, the log's own clicks follow`,
        ]),
    `${history.clicked_again_percent} % of these users' clicks in the log are of an item in their history`,
  ];
}

function describeCategory(
  { name, values, items_without }: CategoryReport,
  numItems: number,
): string {
  const without =
    items_without === 0
      ? 'every item has one'
      : `${formatCount(items_without)} of ${formatCount(numItems)} items without one`;
  return `category "${name}": ${plural(values, 'value')}, ${without}`;
}

function describeProbe(probe: StandingProbeResult | undefined): string[] {
  if (probe === undefined) return [];
  const { ne, first_impressions: shown, first_impressions_clicked: clicked } = probe;
  const figures =
    ne === null
      ? 'one day is too few to tell'
      : `NE ${ne.all.toFixed(4)} (clicked in the window or not ${ne.in_window.toFixed(4)}, how often ` +
        `${ne.clicks.toFixed(4)}, share of its clicks ${ne.share.toFixed(4)}, time since ${ne.age.toFixed(4)}, shown how often ${ne.impressions.toFixed(4)})`;
  return [
    `what a probe tells that knows only how an item stood before: ${figures}`,
    `${formatCount(clicked)} of ${formatCount(shown)} first impressions of an item are clicks`,
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
