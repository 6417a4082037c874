// One embedding: its answers to all queries, by exact search and by HNSW, and what they are worth.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { neighborRecall } from '../metrics/neighbor-recall.ts';
import { expectedRank } from '../metrics/rank-group.ts';
import type { RetrievalFigure } from '../metrics/retrieval-figures.ts';
import { InterruptedError, setting } from '../util/errors.ts';
import { mean, median, quantile } from '../util/stats.ts';
import { searchExactly } from './exact-search.ts';
import { HnswIndex } from './hnsw-index.ts';
import type { HnswSettings, Watch } from './hnsw-index.ts';
import type { Questions } from './questions.ts';
import { loadScores, roundingError } from './score-blocks.ts';
import { cosineOf } from './unit-rows.ts';
import type { UnitRows } from './unit-rows.ts';

/** An embedding of all items and queries, in the order of the questions. */
export interface SearchedEmbedding {
  readonly name: string;
  readonly items: UnitRows;
  readonly queries: UnitRows;
}

export interface MeasureOptions extends Watch {
  readonly figures: readonly RetrievalFigure[];
  /** Ascending. */
  readonly ks: readonly number[];
  /** Null: exact search alone. */
  readonly hnsw: HnswSettings | null;
  /** Where the index is kept; null: nowhere. */
  readonly indexPath: string | null;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** What an embedding answers. */
export interface MeasuredEmbedding {
  readonly name: string;
  /** Of each query, by figure. */
  readonly values: ReadonlyMap<string, Float64Array>;
  /** Rank of the first relevant item, of a tie the mean. */
  readonly rank_Q: Float64Array;
  /** The nearest items of each query, `count` a query, and their cosines. */
  readonly nearest: Int32Array;
  readonly cosines: Float64Array;
  readonly count: number;
  /** Of exact search, queries in blocks. */
  readonly msPerQuery: number;
  readonly hnsw: HnswMeasures | null;
}

/** What HNSW takes, and what it loses. */
export interface HnswMeasures {
  readonly buildSeconds: number;
  /** Queries one by one. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Share of the k nearest that are found, by k. */
  readonly recall: readonly { readonly k: number; readonly value: number }[];
  /** HITS@k of what is found. */
  readonly hits: readonly { readonly k: number; readonly value: number }[];
}

/** @throws InterruptedError */
export async function measureEmbedding(
  embedding: SearchedEmbedding,
  questions: Questions,
  options: MeasureOptions,
): Promise<MeasuredEmbedding> {
  const exact = await answerAll(embedding, questions, options);
  const hnsw = await measureHnsw(embedding, questions, { ...options, exact });
  return { name: embedding.name, ...exact, hnsw };
}

async function answerAll(
  { name, items, queries }: SearchedEmbedding,
  { relevant, numRelevant, self }: Questions,
  { figures, ks, now, onProgress, shouldStop }: MeasureOptions,
): Promise<Omit<MeasuredEmbedding, 'name' | 'hnsw'>> {
  const total = relevant.length;
  const count = Math.max(...ks);
  const values = new Map(figures.map((figure) => [figure.name, new Float64Array(total)]));
  const rank_Q = new Float64Array(total);
  const nearest = new Int32Array(total * count);
  const cosines = new Float64Array(total * count);
  let query = 0;
  loadScores();
  const startMs = now();
  for (const answer of searchExactly({ items, queries, relevant, self, count })) {
    for (const figure of figures) {
      const value = figure.of(answer.groups, numRelevant[query]);
      (values.get(figure.name) as Float64Array)[query] = value;
    }
    rank_Q[query] = expectedRank(answer.groups[0]);
    nearest.set(answer.nearest, query * count);
    cosines.set(answer.cosines, query * count);
    query += 1;
    if (query % QUERIES_AT_A_TIME !== 0 && query < total) continue;
    onProgress({ stage: `${name}: searching`, done: query, total, unit: 'queries' });
    await pause(shouldStop);
  }
  return { values, rank_Q, nearest, cosines, count, msPerQuery: (now() - startMs) / total };
}

const QUERIES_AT_A_TIME = 64;

/** Lets Ctrl-C be heard. */
async function pause(shouldStop: Watch['shouldStop']): Promise<void> {
  await nextTurn();
  if (shouldStop()) throw new InterruptedError(`add ${setting('resume')} to go on`);
}

async function measureHnsw(
  { items, queries }: SearchedEmbedding,
  { relevant, self }: Questions,
  options: MeasureOptions & {
    readonly exact: Pick<MeasuredEmbedding, 'cosines' | 'count'>;
  },
): Promise<HnswMeasures | null> {
  const { hnsw, ks, now, exact, indexPath } = options;
  if (hnsw === null) return null;
  const startMs = now();
  const index = await HnswIndex.build(items, hnsw, options);
  const buildSeconds = (now() - startMs) / 1000;
  if (indexPath !== null) index.save(indexPath);
  const { count } = exact;
  const { width } = queries;
  const error = roundingError(width);
  const ms = new Float64Array(relevant.length);
  const recall = ks.map(() => new Float64Array(relevant.length));
  const hits = ks.map(() => new Float64Array(relevant.length));
  const isRelevant = new Uint8Array(items.rows_ND.length / width);
  for (let query = 0; query < relevant.length; query++) {
    const vector = queries.rows_ND.subarray(query * width, (query + 1) * width);
    const beginMs = now();
    // A query that is an item finds itself first.
    const all = index.nearest(vector, self[query] < 0 ? count : count + 1);
    ms[query] = now() - beginMs;
    const found = all.filter((item) => item !== self[query]).slice(0, count);
    const cosines = Float64Array.from(found, (item) => cosineOf(queries, query, items, item));
    const nearest = exact.cosines.subarray(query * count, (query + 1) * count);
    for (const item of relevant[query]) isRelevant[item] = 1;
    ks.forEach((k, i) => {
      recall[i][query] = neighborRecall(cosines, nearest, k, error);
      hits[i][query] = found.subarray(0, k).some((item) => isRelevant[item] === 1) ? 1 : 0;
    });
    for (const item of relevant[query]) isRelevant[item] = 0;
    if (query % QUERIES_AT_A_TIME === 0) await pause(options.shouldStop);
  }
  const byK = (values: readonly Float64Array[]) =>
    ks.map((k, i) => ({ k, value: mean(values[i]) }));
  return {
    buildSeconds,
    medianMs: median(ms),
    p95Ms: quantile(ms, 0.95),
    recall: byK(recall),
    hits: byK(hits),
  };
}
