// What prefixes hold: the figures of a `sid decode`, and where its page of pictures is.
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { DecodeMetrics } from '../../records/decode-record.ts';
import type { RecordFor } from '../../records/all-records.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import { plural } from '../../util/plural.ts';
import { sameOrEach } from '../../util/same-or-each.ts';
import { commandDetails } from '../chart-drawer.ts';
import { count, fixed } from '../format.ts';
import type { FoundRecord } from '../found-record.ts';
import { table } from '../html-table.ts';

const MOST_PREFIXES = 12;

/** @param from folder that links are written for; null: of no file, so there are none */
export function decodeSection(
  { folder, record: { argv, metrics } }: FoundRecord<RecordFor<'decode'>>,
  from: string | null,
): Html {
  const { items, levels, codebook_sizes } = metrics;
  const number = (title: string) => ({ title, isNumber: true });
  const hasTypes = metrics.types > 0;
  const typeColumns = hasTypes ? [{ title: 'commonest type' }, number('of it, %')] : [];
  const columns = [{ title: 'prefix' }, number('items'), { title: 'words' }, ...typeColumns];
  const rows = metrics.prefixes
    .slice(0, MOST_PREFIXES)
    .map(({ prefix, items: under, words, type, type_percent }): HtmlValue[] => [
      prefix.join(),
      count(under),
      words.join(', '),
      ...(hasTypes ? [type ?? '', fixed(type_percent, 0)] : []),
    ]);
  return html`<p>
      ${plural(items, 'item')}, ${levels} codes each, of ${sameOrEach(codebook_sizes)}.
      ${pageLink(folder, from)}
    </p>
    ${lengthTable(metrics)}
    ${table('The largest prefixes, and what their titles share', columns, rows)}
    ${commandDetails(argv)}`;
}

/** Pages are to be looked at: a link where there is one. */
function pageLink(folder: string, from: string | null): Html {
  const page = join(folder, 'page.html');
  const path = html`<code>${page}</code>`;
  if (from === null || !existsSync(page)) return html`The page of pictures and titles: ${path}.`;
  const link = relative(from, page).split(sep).map(encodeURIComponent).join('/');
  return html`<a href="${link}">The page of pictures and titles</a>: ${path}.`;
}

function lengthTable({ by_length, types }: DecodeMetrics): Html {
  const number = (title: string) => ({ title, isNumber: true });
  const columns = [
    { title: 'codes' },
    ...['prefixes', 'items of the largest', 'items alone, %'].map(number),
    ...(types > 0 ? ['items of the commonest type, %', 'the same by chance'].map(number) : []),
  ];
  const rows = by_length.map((each): HtmlValue[] => [
    `first ${each.depth}`,
    count(each.prefixes),
    count(each.largest),
    fixed(each.alone_percent, 1),
    ...(types > 0 ? [fixed(each.purity_percent, 1), fixed(each.chance_purity_percent, 1)] : []),
  ]);
  const caption =
    types > 0
      ? 'Prefixes by length. By chance: the same codes dealt to the items at random'
      : 'Prefixes by length';
  return table(caption, columns, rows);
}
