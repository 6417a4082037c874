// The record of `sid compare`, and results.json, which holds its metrics.
import { SOURCES } from './interval-sources.ts';
import { EXPECTATIONS, UNITS } from '../metrics/verdict.ts';
import {
  amount,
  boolean,
  byName,
  figure,
  list,
  nullable,
  number,
  objectOf,
  string,
  union,
  unknown,
  wordOf,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { EMBED_NAMES } from '../sid/strategies.ts';
import { driftFigures, intervalFields, segmentFigures, segmentsOf } from './figures.ts';
import { defineRecord } from './run-record.ts';
import { tunedSchema } from './tuned-settings.ts';

/** Possible verdicts on a claim. `by construction`: the outcome was forced, so nothing was tested. */
export const CLAIM_VERDICTS = [
  'holds',
  'does not hold',
  'undecided',
  'by construction',
  'not measured',
] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

/** A segment over the seeds. */
const segment = { ...segmentFigures, ne_spread: figure } as const;

/** A figure over the seeds that measured it. */
const figureOverSeeds = objectOf({
  mean: figure,
  spread: figure,
  ...intervalFields,
  by_seed: byName(figure),
  /** Fixed by construction, whatever was learned. */
  by_construction: boolean(),
});
export type FigureOverSeeds = InferOutput<typeof figureOverSeeds>;

const line = objectOf({
  /** "prefix, history pma" */
  strategy: string(),
  /** Its name without the point of a sweep. */
  base: string(),
  /** The values of a sweep there, by key of the config. */
  point: byName(unknown()),
  /** Name of the line that its gain is relative to: the baseline at the same point. */
  baseline: string(),
  embed: wordOf(...EMBED_NAMES),
  seeds: list(amount),
  table_rows: amount,
  tokens_per_item: amount,
  /** How its settings were chosen; null where they are the config's. */
  tuned: nullable(tunedSchema),
  /** Of all impressions. */
  ...segment,
  /** Of NE, over the baseline at the same point and with the same seed; null for the baseline itself. */
  gain: nullable(objectOf({ percent: figure, ...intervalFields })),
  /** How the segments were defined (training days, held-out share, impressions or clicks). Rows with another definition have other items in each. */
  segments_cut_by: string(),
  segments: segmentsOf(objectOf(segment)),
  drift: nullable(objectOf(driftFigures)),
  /** By name: "ne/new", "attention/entropy". */
  figures: byName(figureOverSeeds),
  examples_per_second: figure,
  peak_memory_mb: amount,
  /** Of its trials. */
  folders: list(string()),
});
/** One line of the table. */
export type CompareLine = InferOutput<typeof line>;

export const claimSchema = objectOf({
  paper: string(),
  says: string(),
  figure: string(),
  of: list(string()),
  than: union([number(), list(string())], 'a number or a list'),
  than_figure: string(),
  difference: figure,
  ...intervalFields,
  unit: wordOf(...UNITS),
  expect: wordOf(...EXPECTATIONS),
  margin: number(),
  verdict: wordOf(...CLAIM_VERDICTS),
  /** Below 0.05 where it is decided; null where there is no verdict. */
  p: nullable(figure),
  /** The same after Holm's correction for all claims of the comparison that were judged, and the verdict by it. */
  p_holm: nullable(figure),
  verdict_holm: wordOf(...CLAIM_VERDICTS),
  /** Why there is no verdict, or what is to be known of the interval. */
  reason: nullable(string()),
  seeds: list(amount),
});
/** A statement of a paper, and what was measured. */
export type ClaimResult = InferOutput<typeof claimSchema>;

/** What results.json holds. */
export const resultsSchema = objectOf({
  title: nullable(string()),
  /** The strategy that gains are relative to, at each point of a sweep. */
  baseline: string(),
  /** What the intervals count, and what they do not. */
  varies: list(wordOf(...SOURCES)),
  fixed: list(wordOf(...SOURCES)),
  /** How the non-clicks of its corpora came about, and what a probe finds that they give away. */
  negatives: list(objectOf({ rule: string(), probe_ne: nullable(number()) })),
  /** The days of the drift, where all lines have the same. */
  drift_days: nullable(objectOf({ early: amount, late: amount })),
  strategies: list(line),
  claims: list(claimSchema),
  failed: list(objectOf({ strategy: string(), seed: amount, status: number(), message: string() })),
  /** What is not done yet, in words. */
  missing: list(string()),
  trials: objectOf({ reused: amount, trained: amount }),
  out: string(),
});
export type CompareMetrics = InferOutput<typeof resultsSchema>;

export const compareRecord = defineRecord('compare', {
  /** The user's, as it was read. */
  config: byName(unknown()),
  metrics: resultsSchema,
});
