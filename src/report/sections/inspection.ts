// How good codes are: the score sheets of a `sid inspect`, side by side.
import type { RecordFor } from '../../records/all-records.ts';
import type { InspectMetrics, ScoreSheet } from '../../records/inspect-record.ts';
import { boundsInWords, SCORES } from '../../records/score-kinds.ts';
import { scoreLines, sheetRows } from '../../records/score-lines.ts';
import type { ScoreLine } from '../../records/score-lines.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import { plural } from '../../util/plural.ts';
import { commandDetails } from '../chart-drawer.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import {
  contentLeftByDepth,
  neighborRecallDots,
  neighborsByDepth,
  perplexityByLevel,
} from '../charts/score-sheets.ts';
import { count } from '../format.ts';
import type { FoundRecord } from '../found-record.ts';
import { table } from '../html-table.ts';

/** Charts, the sheets as a table, what each line says, and which items collide. */
export async function inspectionSection(
  { record: { argv, metrics } }: FoundRecord<RecordFor<'inspect'>>,
  drawer: ChartDrawer,
): Promise<Html> {
  const { codes, items, queries } = metrics;
  const charts = [
    perplexityByLevel(codes),
    contentLeftByDepth(codes),
    neighborsByDepth(codes),
    neighborRecallDots(metrics),
  ];
  const drawn: (Html | undefined)[] = [];
  for (const chart of charts) drawn.push(await drawer.draw(chart, argv));
  const asked = queries === items ? 'all of them' : `${count(queries)} of them`;
  return html`<p>
      What can be told of codes without a ranker: ${plural(items, 'item')}, neighbors of ${asked}.
      The marks good, fair and poor are conventions; they promise nothing of a ranker.
    </p>
    <div class="charts">${drawn}</div>
    ${sheetTable(metrics)} ${meanings(codes)} ${codes.map(collisionTable)} ${commandDetails(argv)}`;
}

function sheetTable({ codes }: InspectMetrics): Html {
  const columns = [
    { title: 'of' },
    { title: 'figure' },
    ...codes.map(({ name }) => ({ title: name, isNumber: true })),
  ];
  const rows = sheetRows(codes).map(({ where, title, cells }): HtmlValue[] => [
    where === '' ? 'whole IDs' : where,
    title,
    ...cells.map(cellOf),
  ]);
  return table('Score sheet; in brackets what chance would give', columns, rows);
}

function cellOf(line: ScoreLine | undefined): HtmlValue {
  if (line === undefined) return '–';
  return line.verdict === null ? line.text : html`${line.text} <small>${line.verdict}</small>`;
}

/** What each kind of line says. */
function meanings(codes: readonly ScoreSheet[]): Html {
  const kinds = [...new Set(codes.flatMap(scoreLines).map(({ kind }) => kind))];
  return html`<details>
    <summary>What each line says, and from where on it is good or poor</summary>
    <ul>
      ${kinds.map((kind) => html`<li><b>${SCORES[kind].title}</b>: ${SCORES[kind].says}${boundsInWords(kind)}</li>`)}
    </ul>
  </details>`;
}

/** The largest groups of items that share an ID though their contents differ. */
function collisionTable({ name, collisions, sharing, duplicates }: ScoreSheet): HtmlValue {
  if (collisions.length === 0) return undefined;
  const columns = [
    { title: 'semantic ID' },
    { title: 'items', isNumber: true },
    { title: 'such as' },
  ];
  const rows = collisions.map(({ codes, items, examples }): HtmlValue[] => [
    codes.join(),
    count(items),
    examples.map(({ item_id, title }) => title ?? item_id).join(' | '),
  ]);
  const caption =
    `${name}: the largest collisions; ${plural(sharing, 'item')} share an ID, ` +
    `${count(duplicates)} of them with nothing but true duplicates`;
  return html`<details>
    <summary>${name}: items that share an ID</summary>
    ${table(caption, columns, rows)}
  </details>`;
}
