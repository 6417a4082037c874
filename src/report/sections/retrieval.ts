// What a `sid retrieve` found: figures with intervals, what HNSW loses, queries to look at.
import type { RecordFor } from '../../records/all-records.ts';
import { askedInWords } from '../../records/retrieval-words.ts';
import type { RetrievedEmbedding, RetrieveMetrics } from '../../records/retrieve-record.ts';
import { readShownQueries } from '../../records/shown-queries.ts';
import type { ShownQueries, ShownQuery } from '../../records/shown-queries.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import { itemCards } from '../../util/item-cards.ts';
import type { ItemCard } from '../../util/item-cards.ts';
import { plural } from '../../util/plural.ts';
import { commandDetails } from '../chart-drawer.ts';
import type { FoundRecord } from '../found-record.ts';
import { count, figure, fixed, interval, signed } from '../format.ts';
import { table } from '../html-table.ts';

const number = (title: string) => ({ title, isNumber: true });

/** Figures, times, and the queries that the run kept to look at, behind a fold. */
export function retrievalSection({ folder, record }: FoundRecord<RecordFor<'retrieve'>>): Html {
  const { argv, metrics } = record;
  const shown = shownQueries(readShownQueries(folder), metrics.embeddings);
  return html`${retrievalTables(metrics)} ${hnswTable(metrics)}
  ${
    shown &&
    html`<details>
      <summary>Queries with their nearest items</summary>
      ${shown}
    </details>`
  }
  ${commandDetails(argv)}`;
}

/** What was asked of whom, and what came out. Figures go down, so that several embeddings fit beside one another. */
export function retrievalTables(metrics: RetrieveMetrics): Html {
  const { embeddings, chance } = metrics;
  const names = Object.keys(chance);
  const columns = [
    { title: 'figure' },
    ...embeddings.map(({ name }) => number(name)),
    number('chance'),
  ];
  const rows = names.map((name): HtmlValue[] => [
    name,
    ...embeddings.map(({ figures }) => withInterval(figures[name])),
    fixed(chance[name]),
  ]);
  return html`<p>${askedInWords(metrics).join('; ')}.</p>
    ${table('From 0 to 1, higher is better; 95 % intervals', columns, rows)}
    ${differenceTable(embeddings, names)}
    <p>
      hits@k: a wanted item is among the first k. mrr: the mean of 1 over the rank of the first
      wanted item among all items. recall@k: the share of the wanted items among the first k. Items
      of one cosine, to a millionth, are tied, and count as the mean over all their orders, so that
      an embedding without meaning scores what chance does. Intervals: Wilson's, over queries; those
      that want one item, or that one user asked, may depend on one another in any way.
    </p>`;
}

/** What approximate search takes and loses; nothing where it was not made. Holds times, which no two runs share. */
export function hnswTable({ embeddings, queries }: RetrieveMetrics): Html | undefined {
  const made = embeddings.filter(({ hnsw }) => hnsw !== null);
  if (made.length === 0) return undefined;
  const ks = made[0].hnsw?.recall.map(({ k }) => k) ?? [];
  const row = (what: string, of: (each: RetrievedEmbedding) => HtmlValue): HtmlValue[] => [
    what,
    ...made.map(of),
  ];
  const columns = [{ title: '' }, ...made.map(({ name }) => number(name))];
  const rows = [
    row('exact, ms a query', (each) => figure(each.exact_ms_per_query)),
    row('HNSW, ms a query (median)', ({ hnsw }) => figure(hnsw?.query_ms_median)),
    row('of 95 % of queries below', ({ hnsw }) => figure(hnsw?.query_ms_p95)),
    row('built in s', ({ hnsw }) => figure(hnsw?.build_seconds)),
    ...ks.map((k, i) =>
      row(`found of the ${k} nearest`, ({ hnsw }) => fixed(hnsw?.recall[i].value)),
    ),
    ...ks.map((k, i) => row(`hits@${k} of HNSW`, ({ hnsw }) => fixed(hnsw?.hits[i].value))),
  ];
  return html`${table(`Exact search and HNSW, ${plural(queries, 'query')}`, columns, rows)}
    <p>
      Exact search looks at all items, many queries at once; HNSW walks a graph of the items, one
      query at a time, with one thread.
    </p>`;
}

function withInterval(measured: RetrievedEmbedding['figures'][string]): string {
  const bounds = interval(measured.ci95, (value) => fixed(value, 3));
  return `${fixed(measured.value, 3)} ${bounds}`.trim();
}

function differenceTable(
  embeddings: readonly RetrievedEmbedding[],
  names: readonly string[],
): Html | undefined {
  const [first, ...others] = embeddings;
  if (others.length === 0) return undefined;
  const rows = names.map((figure): HtmlValue[] => [
    figure,
    ...others.map(({ more_than_first: more }) => {
      const found = more?.[figure];
      if (found === undefined) return '';
      const bounds = interval(found.ci95, (value) => signed(value, 3));
      return `${signed(found.difference, 3)} ${bounds} ${pText(found.p_holm)}`.trim();
    }),
  ]);
  return table(
    `More than ${first.name} has, on the same queries; p by Holm for all of this table`,
    [{ title: 'figure' }, ...others.map(({ name }) => number(name))],
    rows,
  );
}

function pText(p: number | null): string {
  if (p === null) return '';
  return p < 0.001 ? 'p < 0.001' : `p ${p.toFixed(3)}`;
}

/** Queries with their nearest items; nothing where none are kept. */
export function shownQueries(
  shown: ShownQueries | undefined,
  [first]: readonly RetrievedEmbedding[],
): Html | undefined {
  if (shown === undefined || shown.queries.length === 0) return undefined;
  const group = (why: ShownQuery['why'], heading: string): Html | undefined => {
    const queries = shown.queries.filter((query) => query.why === why);
    if (queries.length === 0) return undefined;
    return html`<h3>${heading}</h3>
      ${queries.map((query) => queryBlock(query, shown.items))}`;
  };
  return html`${group('drawn', 'Some queries, drawn by the seed')}${group(
    'worst',
    `Queries answered worst: the wanted item is farthest down with ${first.name}`,
  )}`;
}

function queryBlock(
  { id, look, wanted, numWanted, answers }: ShownQuery,
  items: ShownQueries['items'],
): Html {
  // Of a picture the end of its path.
  const name = look.title ?? id.replace(/^.*[/\\]/, '');
  const card = (item: string): ItemCard => ({
    id: item,
    ...(items[item] ?? { title: null, picture: null }),
  });
  const more = numWanted - wanted.length;
  return html`<article class="query">
    <h4>${name}</h4>
    ${itemCards(
      `${name}: query, then what is wanted`,
      [
        { id, ...look, title: name, notes: ['query'] },
        ...wanted.map((item) => ({ ...card(item), mark: 'wanted' })),
      ],
      { isRow: true },
    )}
    ${more > 0 ? html`<p>and ${count(more)} more are wanted</p>` : undefined}
    ${answers.map(
      ({ embedding, rank, nearest }) =>
        html`<p>
            <strong>${embedding}</strong>: first wanted at rank
            ${fixed(rank, rank % 1 === 0 ? 0 : 1)}
          </p>
          ${itemCards(
            `nearest with ${embedding}`,
            nearest.map(({ id: item, cosine, isWanted }, place) => ({
              ...card(item),
              notes: [`${place + 1}. cosine ${fixed(cosine, 3)}`],
              ...(isWanted ? { mark: 'wanted' } : {}),
            })),
            { isRow: true },
          )}`,
    )}
  </article> `;
}
