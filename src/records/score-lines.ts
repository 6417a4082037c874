// The lines of a score sheet, alone and side by side; for the console and the report.
import { formatCount } from '../util/format-count.ts';
import type { ScoreSheet } from './inspect-record.ts';
import { SCORES, verdictOf } from './score-kinds.ts';
import type { ScoreKind, Verdict } from './score-kinds.ts';

/** One line of a sheet. */
export interface ScoreLine {
  readonly kind: ScoreKind;
  /** "level 2", "first 3"; empty for the whole ID. */
  readonly where: string;
  readonly title: string;
  readonly text: string;
  /** From 0 to 1, for a bar; NaN where there is nothing to draw. */
  readonly share: number;
  readonly verdict: Verdict | null;
}

/** The lines of a sheet, level by level, then prefix by prefix, then of the whole ID. */
export function scoreLines(sheet: ScoreSheet): ScoreLine[] {
  return [
    ...sheet.levels.flatMap((level, i) => [
      ...levelLines(level),
      ...residualLine(level.level, sheet.model?.residual_percent[i]),
    ]),
    ...sheet.depths.flatMap((depth, i) => prefixLines(sheet, depth, i)),
    ...wholeLines(sheet),
  ];
}

/** @param judged what the bounds are about, where that is not the share that is drawn */
function line(
  kind: ScoreKind,
  where: string,
  text: string,
  share: number,
  judged = share,
): ScoreLine {
  return { kind, where, title: SCORES[kind].title, text, share, verdict: verdictOf(kind, judged) };
}

function levelLines({
  level,
  size,
  used,
  perplexity,
  gini,
  ...rest
}: ScoreSheet['levels'][number]) {
  const where = `level ${level}`;
  const against = rest.against_neighbors;
  return [
    line('used', where, `${formatCount(used)} of ${formatCount(size)}`, used / size),
    line('perplexity', where, perplexity.toFixed(1), perplexity / size),
    line('gini', where, gini.toFixed(2), NaN, gini),
    ...(Number.isNaN(against) ? [] : [line('against', where, against.toFixed(2), NaN, against)]),
  ];
}

function residualLine(level: number, left: number | undefined): ScoreLine[] {
  return left === undefined
    ? []
    : [line('residual', `level ${level}`, left.toFixed(1), left / 100)];
}

function prefixLines(sheet: ScoreSheet, depth: ScoreSheet['depths'][number], i: number) {
  const where = `first ${depth.depth}`;
  const [left, leftByChance] = [depth.variance_left_percent, depth.variance_left_by_chance_percent];
  const [kept, keptByChance] = [depth.neighbors_percent, depth.neighbors_by_chance_percent];
  return [
    line(
      'variance',
      where,
      beside(left, leftByChance),
      left / 100,
      leftByChance < LEAST_ROOM ? NaN : left / leftByChance,
    ),
    line('neighbors', where, beside(kept, keptByChance), kept / 100),
    ...sheet.categories.map(({ name, depths }) => {
      const { purity_percent: purity, purity_by_chance_percent: chance } = depths[i];
      const gain = 100 - chance < LEAST_ROOM ? NaN : (purity - chance) / (100 - chance);
      const title = `${name} ${SCORES.purity.title}`;
      return { ...line('purity', where, beside(purity, chance), purity / 100, gain), title };
    }),
    ...(sheet.changes === null || sheet.changes[i] === undefined
      ? []
      : [changedLine(where, sheet.changes[i])]),
  ];
}

function changedLine(where: string, change: NonNullable<ScoreSheet['changes']>[number]): ScoreLine {
  const { changed_up_to_names_percent: changed, changed_percent: plainly } = change;
  return line('changed', where, beside(changed, plainly), changed / 100);
}

function wholeLines(sheet: ScoreSheet): ScoreLine[] {
  const { colliding_percent, largest, entropy_bits, most_entropy_bits, recall, model } = sheet;
  const unique = 1 - colliding_percent / 100;
  const entropy = `${entropy_bits.toFixed(1)} of ${most_entropy_bits.toFixed(1)}`;
  return [
    line('unique', '', (100 * unique).toFixed(1), unique),
    line('largest', '', formatCount(largest), NaN),
    line('entropy', '', entropy, entropy_bits / most_entropy_bits),
    ...recall.map((each) => recallLine('recall', each)),
    ...(model === null
      ? []
      : [
          line('lost', '', model.lost_percent.toFixed(1), model.lost_percent / 100),
          ...model.recall.map((each) => recallLine('decoded', each)),
        ]),
  ];
}

/** "16.7 ± 0.9" */
function recallLine(
  kind: 'recall' | 'decoded',
  { k, value, ci95 }: Omit<ScoreSheet['recall'][number], 'by_chance'>,
): ScoreLine {
  const half = ci95 === null ? '' : ` ± ${(50 * (ci95[1] - ci95[0])).toFixed(1)}`;
  return line(kind, `@${k}`, `${(100 * value).toFixed(1)}${half}`, value);
}

/** "12.3 (45.6)" */
function beside(value: number, other: number): string {
  return Number.isNaN(value) ? '-' : `${value.toFixed(1)} (${other.toFixed(1)})`;
}

/** Where chance is so near the best, in percent, nothing can be told. */
const LEAST_ROOM = 5;

/** A line of several sheets side by side. */
export interface SheetRow extends Pick<ScoreLine, 'kind' | 'where' | 'title'> {
  /** Of each sheet; undefined where it has no such line. */
  readonly cells: readonly (ScoreLine | undefined)[];
}

/** The lines of several sheets, in the order of the longest: codes of fewer levels lack some. */
export function sheetRows(sheets: readonly ScoreSheet[]): SheetRow[] {
  const ofSheets = sheets.map(scoreLines);
  const longestFirst = ofSheets.toSorted((a, b) => b.length - a.length);
  const rows = new Map<string, SheetRow>();
  for (const { kind, where, title } of longestFirst.flat()) {
    const key = keyOf({ where, title });
    if (rows.has(key)) continue;
    const cells = ofSheets.map((lines) => lines.find((each) => keyOf(each) === key));
    rows.set(key, { kind, where, title, cells });
  }
  return [...rows.values()];
}

function keyOf({ where, title }: Pick<ScoreLine, 'where' | 'title'>): string {
  return `${where}|${title}`;
}
