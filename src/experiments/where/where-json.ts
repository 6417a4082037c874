// What was measured of a corpus, under the names that scripts read.
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import type { HalfLife } from '../../metrics/half-life.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import { isObject } from '../../schema/json.ts';
import type { CorpusMeasures } from './measure-corpus.ts';

const COLLISION_FACTORS = [1, 3, 10];

/** What is measured of a corpus alone, without what a map says of it. */
export type LogMetrics = Omit<WhereMetrics, 'on_map' | 'more_log'>;

/** @param info of the corpus, for what its import recorded */
export function whereToJson(measures: CorpusMeasures, info: CorpusInfo): LogMetrics {
  const { newOnLastDay, skew, content, taste, itemsInTable } = measures;
  return {
    source: info.source,
    days: measures.days,
    day_hours: info.dayMs / 3_600_000,
    impressions: measures.impressions,
    clicks: measures.clicks,
    label_rate: measures.clicks / measures.impressions,
    impressions_per_day: measures.impressionsPerDay,
    users: measures.users,
    impressions_per_user_day: measures.impressionsPerUserDay,
    items: measures.items,
    items_in_table: itemsInTable,
    living_items: measures.livingItems,
    shown_items_per_day: measures.shownItems,
    impressions_per_item_day: {
      mean: measures.impressionsPerItemDay,
      median: measures.medianImpressionsPerItemDay,
    },
    half_life: halfLifeToJson(measures.halfLife),
    new_on_last_day: {
      items: newOnLastDay.items,
      impressions: newOnLastDay.impressions,
      items_not_clicked: newOnLastDay.itemsNotClicked,
      impressions_not_clicked: newOnLastDay.impressionsNotClicked,
    },
    skew: {
      top_0_1_percent: skew.topPermille,
      top_5_6_percent: skew.top56Permille,
      gini: skew.gini,
    },
    content: {
      items: content.items,
      rate_spread: content.rateSpread,
      reliability: content.reliability,
      share: content.share.value,
      ci95: content.share.ci95,
      by_neighbors: content.byNeighbors,
    },
    taste: {
      auc: taste.value,
      ci95: taste.ci95,
      impressions: taste.impressions,
      pairs: taste.pairs,
    },
    table: COLLISION_FACTORS.map((factor) => ({
      collision_factor: factor,
      rows: Math.max(1, Math.floor(itemsInTable / factor)),
    })),
    negatives: negativesOf(info),
  };
}

function halfLifeToJson({
  days,
  ci95,
  items,
  gone,
  itemDays,
  survival,
}: HalfLife): WhereMetrics['half_life'] {
  const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);
  return {
    days: finite(days),
    ci95: [finite(ci95[0]), finite(ci95[1])],
    ...{ items, gone, item_days: itemDays, survival },
  };
}

/** What the import's probe found of sampled non-clicks. */
function negativesOf({
  negativesRule: rule,
  negativesProbeNe: probe_ne = NaN,
  notes,
}: CorpusInfo): WhereMetrics['negatives'] {
  const { standing_probe: probe } = notes;
  const first_impressions_clicked = isObject(probe)
    ? Number(probe.first_impressions_clicked) / Number(probe.first_impressions)
    : NaN;
  return { rule, probe_ne, first_impressions_clicked };
}
