// The records of `sid analyze`, one for each table or figure.
import {
  amount,
  byName,
  exactOptional,
  figure,
  lazy,
  list,
  literal,
  looseObjectOf,
  nullable,
  number,
  objectOf,
  string,
} from '../schema/json.ts';
import type { InferOutput, Schema } from '../schema/json.ts';
import type { CodeNode } from '../metrics/code-tree.ts';
import { defineRecord } from './run-record.ts';
import type { RecordKind } from './run-record.ts';

const spread = objectOf({
  clusters: amount,
  singletons: amount,
  variance: figure,
  smallClusters: amount,
  smallDistance: figure,
  largeDistance: figure,
});

const node: Schema<CodeNode> = objectOf({
  /** Null: the rarest codes, merged into one node. */
  code: nullable(amount),
  codes: amount,
  items: amount,
  impressions: figure,
  children: exactOptional(list(lazy(() => node))),
});

/** What charts are drawn from, by the analysis's name. */
const DETAILS = {
  recency: objectOf({
    impressions_older: amount,
    impressions_recent: amount,
    held_out_impressions_older: amount,
    held_out_impressions_recent: amount,
  }),
  representation: objectOf({
    random: spread,
    depths: list(objectOf({ sid: spread, matched: list(spread) })),
  }),
  'click-skew': objectOf({
    /** Share of clicks by share of ids, "raw" and by depth of the prefix. */
    curves: byName(list(objectOf({ classes: number(), counts: figure }))),
  }),
  hourglass: objectOf({
    items: amount,
    levels: amount,
    codebook_sizes: list(amount),
    tree: list(node),
  }),
  hashing: objectOf({
    embed: string(),
    positions: list(string()),
    shared_rows: list(list(amount)),
  }),
  attention: objectOf({
    day: amount,
    examples: amount,
    examples_to_draw_from: amount,
    /** Columns, and rows where queries are clicks, are counted from the newest click. */
    mean_map: list(list(figure)),
    map_rows: string(),
    map_columns: string(),
    by_length: list(
      objectOf({
        clicks_from: amount,
        clicks_to: amount,
        examples: amount,
        entropy: figure,
        normalized_entropy: figure,
        self: figure,
        first_source: figure,
        newest: figure,
      }),
    ),
  }),
  'click-loss': objectOf({
    day: amount,
    levels: amount,
    items_to_draw_from: amount,
    impressions: amount,
    impressions_top: amount,
  }),
  aa: objectOf({
    day: amount,
    impressions: amount,
    exact_impressions: amount,
    near_impressions: amount,
  }),
  'ne-matrix': objectOf({
    /** Rows: the last day that each model was trained on. */
    model_days: list(amount),
    /** Columns. */
    days: list(amount),
    /** Held-out impressions of each day. */
    impressions: list(amount),
    ne: list(list(figure)),
    ne_recalibrated: list(list(figure)),
  }),
  'score-sheet': objectOf({ codebook_sizes: list(amount), semantic_ids: amount }),
} as const;

/** A table or figure in `sid analyze`. */
export type AnalysisName = keyof typeof DETAILS;

/** What the charts of an analysis are drawn from. */
export type DetailOf<N extends AnalysisName> = InferOutput<(typeof DETAILS)[N]>;

/** What an analysis found. */
export interface AnalyzeMetrics<N extends AnalysisName> {
  readonly analysis: N;
  /** Numbers by name; what each means is said beside the analysis. */
  readonly figures: Readonly<Record<string, number>>;
  /** Figures that are fixed by construction, whatever the ranker learned. */
  readonly by_construction: readonly string[];
  readonly detail: DetailOf<N>;
}

const config = looseObjectOf({
  run: nullable(string()),
  corpus: string(),
  sids: nullable(string()),
  day: nullable(amount),
  hours: nullable(number()),
  seed: amount,
});

type AnalyzeConfig = InferOutput<typeof config>;

/** The record of an analysis. */
export type AnalyzeRecordKind<N extends AnalysisName> = RecordKind<
  `analyze ${N}`,
  AnalyzeConfig,
  AnalyzeMetrics<N>
>;

/** By the analysis's name. */
export const ANALYZE_RECORDS: { readonly [N in AnalysisName]: AnalyzeRecordKind<N> } = {
  recency: recordOf('recency'),
  representation: recordOf('representation'),
  'click-skew': recordOf('click-skew'),
  hourglass: recordOf('hourglass'),
  hashing: recordOf('hashing'),
  attention: recordOf('attention'),
  'click-loss': recordOf('click-loss'),
  aa: recordOf('aa'),
  'ne-matrix': recordOf('ne-matrix'),
  'score-sheet': recordOf('score-sheet'),
};

function recordOf<N extends AnalysisName>(name: N): AnalyzeRecordKind<N> {
  const metrics = objectOf({
    analysis: literal(name),
    figures: byName(figure),
    by_construction: list(string()),
    detail: DETAILS[name],
  }) as Schema<AnalyzeMetrics<N>>;
  return defineRecord(`analyze ${name}`, { config, metrics });
}
