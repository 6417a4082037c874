// What `sid inspect` prints.
import type { InspectMetrics, ScoreSheet } from '../../records/inspect-record.ts';
import { boundsInWords, SCORES } from '../../records/score-kinds.ts';
import { scoreLines, sheetRows } from '../../records/score-lines.ts';
import type { ScoreLine } from '../../records/score-lines.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';
import { shorten } from '../../util/shorten.ts';
import { paragraph } from './paragraph.ts';
import { drawTable } from './tables.ts';

/** Sets of codes side by side, if they are not wider than that. */
const MOST_BESIDE = 4;
const WIDTH = 100;
const BAR_CELLS = 4;
const MOST_NAME = 20;

/** Sheets side by side, a few to a table; then what each line says, and which items collide. */
export function describeInspection(metrics: InspectMetrics): string {
  const { codes } = metrics;
  return [
    paragraph(introduction(metrics)),
    ...sheetTables(codes),
    ...codes.flatMap((sheet) => collisionLines(sheet, codes.length > 1)),
    meanings(codes),
  ].join('\n\n');
}

function introduction({ items, left_out, queries, codes }: InspectMetrics): string {
  const asked =
    queries === items ? 'all of them' : `${formatCount(queries)} of them, drawn by the seed`;
  const missing = [
    ...(left_out === 0 ? [] : [`${formatCount(left_out)} of the embeddings`]),
    ...codes.flatMap(({ name, left_out: out }) =>
      out === 0 ? [] : [`${formatCount(out)} of ${name}`],
    ),
  ];
  const guessed = codes.filter(({ are_sizes_inferred }) => are_sizes_inferred);
  return (
    `${plural(items, 'item')}; neighbors of ${asked}.` +
    (missing.length === 0
      ? ''
      : ` Left out, since not all files have them: ${missing.join(', ')}.`) +
    (guessed.length === 0
      ? ''
      : ` Sizes of codebooks of ${guessed.map(({ name }) => name).join(', ')} are the highest code and one: the file does not say them.`)
  );
}

/** As many to a table as fit. */
function sheetTables(codes: readonly ScoreSheet[]): string[] {
  if (codes.length === 0) return [];
  for (let beside = Math.min(MOST_BESIDE, codes.length); ; beside--) {
    const table = sheetTable(codes.slice(0, beside));
    const isNarrow = table.split('\n').every((line) => line.length <= WIDTH);
    if (isNarrow || beside === 1) return [table, ...sheetTables(codes.slice(beside))];
  }
}

function sheetTable(sheets: readonly ScoreSheet[]): string {
  const rows = sheetRows(sheets).map(({ where, title, cells }) => [
    where,
    title,
    ...cells.map(cellOf),
  ]);
  const head = ['', '', ...sheets.map(({ name }) => shortName(name))];
  return drawTable(head, rows, head);
}

/** "64 of 64 ██████ good" */
function cellOf(line: ScoreLine | undefined): string {
  if (line === undefined) return '-';
  return [line.text, bar(line.share), line.verdict ?? ''].filter((part) => part !== '').join(' ');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of a share from 0 to 1, to an eighth of a letter; empty of NaN. */
export function bar(share: number): string {
  if (Number.isNaN(share)) return '';
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS * 8);
  const full = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  return full.padEnd(BAR_CELLS, '░');
}

/** The end of a long name tells more than its beginning. */
function shortName(name: string): string {
  return name.length <= MOST_NAME ? name : `…${name.slice(1 - MOST_NAME)}`;
}

function collisionLines(sheet: ScoreSheet, isNamed: boolean): string[] {
  const { collisions, duplicates, sharing, name } = sheet;
  if (sharing === 0) return [];
  const counted =
    `${isNamed ? `${name}: ` : ''}${plural(sharing, 'item')} share an ID, ${formatCount(duplicates)} of them with nothing ` +
    `but true duplicates, ${formatCount(sheet.colliding)} with other content` +
    (collisions.length === 0 ? '' : '; the largest collisions:');
  return [
    [
      counted,
      ...collisions.map(({ codes, items, examples }) => {
        const shown = examples.map(({ item_id, title }) => title ?? item_id);
        return shorten(`  ${codes.join()}  ${plural(items, 'item')}: ${shown.join(' | ')}`, WIDTH);
      }),
    ].join('\n'),
  ];
}

/** A line for each kind of line that is shown. */
function meanings(sheets: readonly ScoreSheet[]): string {
  const shown = new Set(sheets.flatMap(scoreLines).map(({ kind }) => kind));
  return [...shown]
    .map((kind) => paragraph(`${SCORES[kind].title}: ${SCORES[kind].says}${boundsInWords(kind)}`))
    .join('\n');
}
