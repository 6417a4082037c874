// What `sid decode` prints.
import type { CodedItems } from '../../decode/coded-items.ts';
import type { Asked, DecodePlan, ShownPrefix } from '../../decode/decode-plan.ts';
import type { PrefixFacts } from '../../decode/describe-prefix.ts';
import type { LevelFacts } from '../../decode/measure-levels.ts';
import { codesOf, spread } from '../../decode/prefix-node.ts';
import { sharedInWords } from '../../decode/shared-in-words.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';
import { shorten } from '../../util/shorten.ts';
import { drawTable } from './tables.ts';

/** Titles of a line of the overview. */
const MOST_TITLES = 3;
const TITLE_LETTERS = 36;

/** The overview as a table; a prefix or an item with its siblings as lists. */
export function describeDecode(
  coded: CodedItems,
  plan: DecodePlan,
  levels: readonly LevelFacts[],
): string {
  const { asked, sections, leftOut } = plan;
  const more =
    leftOut.prefixes === 0
      ? []
      : [`${plural(leftOut.prefixes, 'more prefix')} with ${plural(leftOut.items, 'item')}`];
  if (asked.kind === 'overview') {
    return [lengthTable(levels), overview(coded, sections), ...more].join('\n\n');
  }
  const parts = sections.map((section) => {
    const { prefix } = section.facts;
    const remark = asked.kind === 'item' ? `, ${sharedInWords(prefix.length, coded.levels)}` : '';
    return listItems(coded, section, remark, plan.distances);
  });
  return [headline(coded, asked), ...parts, ...more].join('\n\n');
}

/** What stands where something is not known: "3 items have codes and are not in the catalog". */
export function describeGaps(coded: CodedItems, hasCatalog: boolean): string[] {
  if (!hasCatalog) return [];
  const missing = coded.isListed_N.filter((listed) => listed === 0).length;
  return [
    ...(missing === 0
      ? []
      : [`${plural(missing, 'item')} with codes not in the catalog, shown by id`]),
    ...(coded.numUncoded === 0
      ? []
      : [`${plural(coded.numUncoded, 'item')} of the catalog without codes, not shown`]),
  ];
}

function headline(coded: CodedItems, asked: Exclude<Asked, { kind: 'overview' }>): string {
  if (asked.kind === 'prefix') return prefixLine(asked.facts);
  const { itemIds, title_N } = coded;
  const title = title_N[asked.item];
  return `item ${itemIds[asked.item]}${title === null ? '' : ` "${title}"`}: ${codesOf(coded, asked.item).join()}`;
}

function lengthTable(levels: readonly LevelFacts[]): string {
  const hasTypes = levels.some(({ purity_percent }) => !Number.isNaN(purity_percent));
  const head = ['codes', 'prefixes', 'largest', 'alone %'];
  const rows = levels.map((level) => [
    `first ${level.depth}`,
    formatCount(level.prefixes),
    formatCount(level.largest),
    level.alone_percent.toFixed(1),
    ...(hasTypes ? [level.purity_percent.toFixed(1), level.chance_purity_percent.toFixed(1)] : []),
  ]);
  return drawTable([...head, ...(hasTypes ? ['same type %', 'by chance %'] : [])], rows);
}

function overview(coded: CodedItems, sections: readonly ShownPrefix[]): string {
  const hasTypes = coded.types.length > 0;
  const head = ['prefix', 'items', ...(hasTypes ? ['%', 'type'] : []), 'words', 'such as'];
  const rows = sections.map(({ facts, shown }) => [
    facts.prefix.join(),
    formatCount(facts.items),
    ...(hasTypes ? [facts.type_percent?.toFixed(0) ?? '', facts.type ?? ''] : []),
    facts.words.join(', '),
    spread(shown, MOST_TITLES)
      .map((item) => shorten(nameOf(coded, item), TITLE_LETTERS))
      .join(' | '),
  ]);
  return drawTable(head, rows, ['prefix', 'type', 'words', 'such as']);
}

/** "3,17: 12 items, 93 % Watches; watch, analog" and a line for each item shown. @param remark behind the prefix */
function listItems(
  coded: CodedItems,
  { facts, shown }: ShownPrefix,
  remark: string,
  distances: DecodePlan['distances'],
): string {
  const far = (item: number): string =>
    distances === null
      ? ''
      : `${distances.get(String(coded.itemIds[item]))?.toFixed(3) ?? 'unknown'}  `;
  const rows = shown.map(
    (item) =>
      `  ${codesOf(coded, item).join()}  ${coded.itemIds[item]}  ${far(item)}${coded.title_N[item] ?? ''}`,
  );
  const rest = facts.items - shown.length;
  return [
    prefixLine(facts, remark),
    ...rows.map((row) => row.trimEnd()),
    ...(rest > 0 ? [`  and ${formatCount(rest)} more`] : []),
  ].join('\n');
}

function prefixLine(
  { prefix, items, words, type, type_percent }: PrefixFacts,
  remark = '',
): string {
  const kind = type === null ? '' : `, ${type_percent?.toFixed(0)} % ${type}`;
  return `${prefix.join()}${remark}: ${plural(items, 'item')}${kind}${words.length === 0 ? '' : `; ${words.join(', ')}`}`;
}

function nameOf({ title_N, itemIds }: CodedItems, item: number): string {
  return title_N[item] ?? String(itemIds[item]);
}
