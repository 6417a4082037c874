// What was covered, dropped, sampled.
import type { StandingProbeResult } from '../negatives/standing-probe.ts';
import type { ClickCounts } from './write-impressions.ts';

/** Events of a day, and how many of them are of items with an embedding. */
export interface DayCoverage {
  /** In the corpus, counted from 1. */
  readonly day: number;
  /** Local date at which the day begins. */
  readonly date: string;
  readonly events: number;
  readonly with_embedding: number;
  readonly percent: number;
}

/** Events that are left out, and why. */
export interface DroppedEvents {
  readonly reason: string;
  readonly events: number;
  /** Of all rows of the log. */
  readonly percent: number;
}

/** Clicks from before the log. */
export interface HistoryReport {
  /** Those in the corpus, and how many users have any. */
  readonly clicks: number;
  readonly users: number;
  /** Of usable clicks; dropped or kept as events are. */
  readonly without_embedding: number;
  readonly dropped: readonly { readonly reason: string; readonly clicks: number }[];
  /** Users with an impression whose history is another than that of their first; it is not read. */
  readonly users_with_other_later: number;
  /** Of the log's clicks of users with a history, those of an item in it: near 100 where it holds the log's own. */
  readonly clicked_again_percent: number;
}

/** A category of the items. */
export interface CategoryReport {
  readonly name: string;
  /** Different ones among the items of the corpus; none is none of them. */
  readonly values: number;
  readonly items_without: number;
}

/** What an import did, as it stands in the corpus's notes; run.json and `--json` have it as `records/import-records.ts` says. */
export interface ImportReport {
  readonly rows: number;
  readonly dropped: readonly DroppedEvents[];
  /** Over the days taken, of the events that were not dropped for another reason. */
  readonly coverage: {
    readonly events: number;
    readonly with_embedding: number;
    readonly percent: number;
    readonly uncovered: 'drop' | 'keep';
    readonly by_day: readonly DayCoverage[];
  };
  readonly embeddings: { readonly items: number; readonly without_event: number };
  /** Undefined where the log says nothing of earlier clicks. */
  readonly history?: HistoryReport;
  /** Undefined where no categories are taken. */
  readonly categories?: readonly CategoryReport[];
  /** Undefined for a labeled log. */
  readonly clicks?: Readonly<ClickCounts>;
  /** What the sampled negatives give away; undefined where none are sampled. */
  readonly standing_probe?: StandingProbeResult;
}

/** 1 of 3 -> 33.33: percent with two decimals. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 100;
}
