// The record of `sid retrieve`.
import { RETRIEVE_SETTINGS } from '../retrieval/retrieve-settings.ts';
import { amount, byName, figure, list, nullable, objectOf, string } from '../schema/json.ts';
import type { OutputOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost, interval } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

/** A mean over queries, from 0 to 1; higher is better. */
const queryFigure = {
  value: figure,
  /** Null where all queries want the same item. */
  ci95: nullable(interval),
} as const;

const atK = list(objectOf({ k: amount, value: figure }));

/** What approximate search takes, and what it loses. */
const hnsw = objectOf({
  build_seconds: figure,
  /** Of a query alone, in milliseconds. */
  query_ms_median: figure,
  query_ms_p95: figure,
  /** Share of the k nearest that are found. */
  recall: atK,
  /** HITS@k of what is found. */
  hits: atK,
});

/** How much more an embedding has than the first, on the same queries. */
const moreThanFirst = {
  difference: figure,
  ci95: nullable(interval),
  /** Null where there is no interval; p_holm: corrected for all figures of all embeddings. */
  p: nullable(figure),
  p_holm: nullable(figure),
} as const;

const embedding = objectOf({
  name: string(),
  path: string(),
  width: amount,
  /** By name: hits@1, mrr, recall@10 (where a query wants several items). */
  figures: byName(objectOf(queryFigure)),
  /** Null for the first. */
  more_than_first: nullable(byName(objectOf(moreThanFirst))),
  /** Of exact search, queries in blocks. */
  exact_ms_per_query: figure,
  /** Null with --exact. */
  hnsw: nullable(hnsw),
});

export const retrieveRecord = defineRecord('retrieve', {
  config: settingsSchema(RETRIEVE_SETTINGS),
  metrics: objectOf({
    /** What asks: "texts in queries.csv", "the items themselves". */
    asked: string(),
    /** What is wanted: "items of the same product_type". */
    wanted: string(),
    queries: amount,
    /** Items, or groups of them, that some query wants: what intervals count beside queries. */
    wanted_items: amount,
    /** Items that are searched. */
    items: amount,
    left_out: objectOf({
      /** Items that not all embeddings have. */
      items: amount,
      /** Searches that could not be encoded, or whose items have no vector. */
      queries: amount,
      /** Pairs whose query or item has no vector, and pairs that stand twice. */
      pairs: amount,
      copies: amount,
    }),
    /** What answers in any order would score, by figure. */
    chance: byName(figure),
    embeddings: list(embedding),
    ...cost,
  }),
});
export type RetrieveMetrics = MetricsOf<typeof retrieveRecord>;
export type RetrievedEmbedding = RetrieveMetrics['embeddings'][number];
export type QueryFigureJson = OutputOf<typeof queryFigure>;
