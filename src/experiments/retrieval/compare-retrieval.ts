// Figures of all embeddings with intervals, and what each has more than the first.
import { holmAdjusted } from '../../metrics/holm.ts';
import { queryDifference, queryMean } from '../../metrics/query-sample.ts';
import type { QueryDifference } from '../../metrics/query-sample.ts';
import { chanceGroup } from '../../metrics/rank-group.ts';
import type { RetrievalFigure } from '../../metrics/retrieval-figures.ts';
import type { RetrievedEmbedding } from '../../records/retrieve-record.ts';
import type { HnswMeasures, MeasuredEmbedding } from '../../retrieval/measure-embedding.ts';
import type { EmbeddingSource } from '../../retrieval/named-embeddings.ts';
import type { Questions } from '../../retrieval/questions.ts';
import { mean } from '../../util/stats.ts';

/** @param widths in the order of the embeddings, as are the sources */
export function compareRetrieval(
  measured: readonly MeasuredEmbedding[],
  questions: Questions,
  { sources, widths }: { sources: readonly EmbeddingSource[]; widths: readonly number[] },
): RetrievedEmbedding[] {
  const [first, ...others] = measured;
  const differences = others.map(({ values }) =>
    [...values].map(([name, value_Q]) => {
      const than_Q = first.values.get(name) ?? value_Q;
      return [name, queryDifference(value_Q, than_Q, questions.sample)] as const;
    }),
  );
  const tests = differences.flatMap((each) => each.flatMap(([, { p }]) => p ?? []));
  const corrected = holmAdjusted(tests);
  let next = 0;
  const toJson = (difference: QueryDifference) => {
    const { value, ci95 = null, p = null } = difference;
    return { difference: value, ci95, p, p_holm: p === null ? null : corrected[next++] };
  };
  return measured.map(({ name, values, msPerQuery, hnsw }, i) => ({
    name,
    path: sources[i].path,
    width: widths[i],
    figures: Object.fromEntries(
      [...values].map(([figure, value_Q]) => {
        const { value, ci95 = null } = queryMean(value_Q, questions.sample);
        return [figure, { value, ci95 }];
      }),
    ),
    more_than_first:
      i === 0
        ? null
        : Object.fromEntries(differences[i - 1].map(([figure, each]) => [figure, toJson(each)])),
    exact_ms_per_query: msPerQuery,
    hnsw: hnsw && hnswToJson(hnsw),
  }));
}

function hnswToJson({ buildSeconds, medianMs, p95Ms, recall, hits }: HnswMeasures) {
  return {
    build_seconds: buildSeconds,
    query_ms_median: medianMs,
    query_ms_p95: p95Ms,
    recall,
    hits,
  };
}

/** What answers in any order would score on these queries. @param numItems all that are searched */
export function chanceFigures(
  figures: readonly RetrievalFigure[],
  { numRelevant, self }: Questions,
  numItems: number,
): Readonly<Record<string, number>> {
  const known = new Map<string, number>();
  const chanceOf = (figure: RetrievalFigure, relevant: number, candidates: number): number => {
    const key = `${figure.name} ${relevant} ${candidates}`;
    const value = known.get(key) ?? figure.of([chanceGroup(candidates, relevant)], relevant);
    known.set(key, value);
    return value;
  };
  return Object.fromEntries(
    figures.map((figure) => [
      figure.name,
      mean(
        Float64Array.from(numRelevant, (relevant, query) =>
          chanceOf(figure, relevant, self[query] < 0 ? numItems : numItems - 1),
        ),
      ),
    ]),
  );
}
