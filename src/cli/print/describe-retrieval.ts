// What retrieve prints.
import { askedInWords } from '../../records/retrieval-words.ts';
import type { RetrievedEmbedding, RetrieveMetrics } from '../../records/retrieve-record.ts';
import { drawTable, formatFixed } from './tables.ts';

/** Figures of all embeddings, what each has more than the first, what HNSW takes and loses. */
export function describeRetrieval(metrics: RetrieveMetrics): string {
  const { embeddings } = metrics;
  const names = Object.keys(metrics.chance);
  // Figures go down: several embeddings with their intervals are as wide as a terminal.
  const figures = drawTable(
    ['', ...embeddings.map(({ name }) => name), 'chance'],
    names.map((figure) => [
      figure,
      ...embeddings.map((each) => shown(each.figures[figure])),
      formatFixed(metrics.chance[figure]),
    ]),
  );
  return [
    askedInWords(metrics).join('\n'),
    figures,
    ...differences(embeddings, names),
    ...hnsw(embeddings),
    '95 % intervals over queries; those that want one item, or that one user asked, may depend on one another',
  ].join('\n\n');
}

type Figure = RetrievedEmbedding['figures'][string];

function shown({ value, ci95 }: Figure): string {
  const bounds = ci95 === null ? '' : ` [${ci95.map((bound) => bound.toFixed(3)).join(', ')}]`;
  return `${value.toFixed(3)}${bounds}`;
}

function differences(
  [first, ...others]: readonly RetrievedEmbedding[],
  names: readonly string[],
): string[] {
  if (others.length === 0) return [];
  const rows = names.map((figure) => [
    figure,
    ...others.map(({ more_than_first: more }) => {
      const found = more?.[figure];
      if (found === undefined) return '-';
      const bounds = found.ci95 === null ? '' : ` [${found.ci95.map(signed).join(', ')}]`;
      const mark = found.p_holm !== null && found.p_holm < 0.05 ? ' *' : '  ';
      return `${signed(found.difference)}${bounds}${mark}`;
    }),
  ]);
  const head = [`more than ${first.name}`, ...others.map(({ name }) => name)];
  return [`${drawTable(head, rows)}\n* p < 0.05 by Holm for all of this table`];
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}

function hnsw(embeddings: readonly RetrievedEmbedding[]): string[] {
  const made = embeddings.flatMap(({ name, exact_ms_per_query: exactMs, hnsw: index }) =>
    index === null ? [] : [{ name, exactMs, index }],
  );
  if (made.length === 0) return [];
  const ks = made[0].index.recall.map(({ k }) => k);
  const head = [
    'HNSW',
    'built in s',
    'ms a query',
    'exact',
    ...ks.map((k) => `of the ${k} nearest`),
  ];
  const rows = made.map(({ name, exactMs, index }) => [
    name,
    index.build_seconds.toFixed(1),
    index.query_ms_median.toFixed(3),
    exactMs.toFixed(3),
    ...index.recall.map(({ value }) => value.toFixed(4)),
  ]);
  return [drawTable(head, rows)];
}
