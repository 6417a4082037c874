// What retrieve prints.
import type { RetrievedEmbedding, RetrieveMetrics } from '../../records/retrieve-record.ts';
import { formatCount } from '../../util/format-count.ts';
import { drawTable, formatFixed } from './tables.ts';

/** Figures of all embeddings, what each has more than the first, what HNSW takes and loses. */
export function describeRetrieval(metrics: RetrieveMetrics): string {
  const { embeddings } = metrics;
  const names = Object.keys(metrics.chance);
  const figures = drawTable(
    ['embedding', ...names],
    [
      ...embeddings.map((each) => [each.name, ...names.map((name) => shown(each.figures[name]))]),
      ['chance', ...names.map((name) => formatFixed(metrics.chance[name]))],
    ],
  );
  return [
    intro(metrics),
    figures,
    ...differences(embeddings, names),
    ...hnsw(embeddings),
    '95 % intervals over queries; those that want one item, or that one user asked, may depend on one another',
  ].join('\n\n');
}

function intro({ asked, wanted, queries, wanted_items, items, left_out }: RetrieveMetrics): string {
  const parts = [
    [left_out.items, 'items that not all embeddings have'],
    [left_out.queries, 'queries without a vector or a wanted item'],
    [left_out.pairs, 'pairs without a vector'],
    [left_out.copies, 'pairs that stood twice'],
  ] as const;
  const left = parts.filter(([n]) => n > 0).map(([n, what]) => `${formatCount(n)} ${what}`);
  return [
    `${formatCount(queries)} queries (${asked}) among ${formatCount(items)} items`,
    `wanted: ${wanted}, ${formatCount(wanted_items)} different ones`,
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
  ].join('\n');
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
  const rows = others.map(({ name, more_than_first: more }) => [
    name,
    ...names.map((each) => {
      const found = more?.[each];
      if (found === undefined) return '-';
      const bounds = found.ci95 === null ? '' : ` [${found.ci95.map(signed).join(', ')}]`;
      return `${signed(found.difference)}${bounds}${found.p_holm !== null && found.p_holm < 0.05 ? ' *' : ''}`;
    }),
  ]);
  return [
    `${drawTable([`more than ${first.name}`, ...names], rows)}\n* p < 0.05 by Holm for all of this table`,
  ];
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
