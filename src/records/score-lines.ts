// The lines of a score sheet: what each says, and from where on it is good or poor; for the console and the report.
import { formatCount } from '../util/format-count.ts';
import type { ScoreSheet } from './inspect-record.ts';

export type Verdict = 'good' | 'fair' | 'poor';

/** A kind of line. Less is better where `good` is below `poor`. */
interface Score {
  readonly title: string;
  /** In plain words. */
  readonly says: string;
  /** Good from here on, poor beyond there, fair between. Null: no line is drawn. */
  readonly bounds: { readonly good: number; readonly poor: number } | null;
  readonly isShare: boolean;
}

/**
 * The bounds are conventions: where codes of residual k-means and trained models on several catalogs lie, against codes that were
 * shuffled. They promise nothing of a ranker: docs/lab-log.md has how far the figures went with NE over 38 sets of codes.
 */
export const SCORES = {
  used: {
    title: 'codes used',
    says: 'codes that some item has; the others are dead: paid for, and never used',
    bounds: { good: 1, poor: 0.9 },
    isShare: true,
  },
  perplexity: {
    title: 'perplexity',
    says: 'so many equally common codes would tell items apart as well, in parts of the codebook',
    bounds: { good: 0.6, poor: 0.3 },
    isShare: true,
  },
  gini: {
    title: 'Gini',
    says: 'how unevenly items lie on the codes: 0 evenly, near 1 all on one',
    bounds: { good: 0.4, poor: 0.7 },
    isShare: false,
  },
  against: {
    title: 'hourglass',
    says: "a level's entropy over that of the levels around it; far below 1 is an hourglass: most IDs run through few codes",
    bounds: { good: 0.9, poor: 0.7 },
    isShare: false,
  },
  variance: {
    title: 'content left, %',
    says: "share of the content's variance that is left among items of one prefix, and in brackets what chance would leave in as many groups",
    bounds: { good: 0.7, poor: 0.95 },
    isShare: true,
  },
  neighbors: {
    title: 'neighbors, %',
    says: 'share of the nearest neighbors that have the same prefix, and in brackets of all other items',
    bounds: null,
    isShare: true,
  },
  unique: {
    title: 'told apart, %',
    says: 'items whose ID no item of other content has',
    bounds: { good: 0.98, poor: 0.8 },
    isShare: true,
  },
  largest: {
    title: 'largest group',
    says: 'items of the commonest ID, true duplicates among them',
    bounds: null,
    isShare: false,
  },
  entropy: {
    title: 'entropy of IDs',
    says: 'of whole IDs, in bits, of those that an ID for each item would have',
    bounds: { good: 0.97, poor: 0.85 },
    isShare: true,
  },
  recall: {
    title: 'recall, %',
    says: 'of the first k items by the length of the common prefix, how many are among the k nearest by content (ties in expectation); more codes find more, so compare IDs of as many bits',
    bounds: { good: 0.3, poor: 0.1 },
    isShare: true,
  },
  residual: {
    title: 'residual, %',
    says: "of the variance of the model's latent, what its vectors leave behind this level",
    bounds: null,
    isShare: true,
  },
  lost: {
    title: 'lost, %',
    says: "of the content's variance, where each item stands for what its codes decode to",
    bounds: { good: 0.5, poor: 0.8 },
    isShare: true,
  },
  decoded: {
    title: 'by decoding, %',
    says: 'of the k items whose codes decode to what is nearest an item, how many are among its k nearest by content: what a search over vectors would find',
    bounds: null,
    isShare: true,
  },
  purity: {
    title: 'purity, %',
    says: 'items of the commonest category of their prefix, and in brackets where the same IDs are dealt by chance; judged by how much of the way from chance to 100 % it goes',
    bounds: { good: 0.4, poor: 0.1 },
    isShare: true,
  },
  changed: {
    title: 'changed, %',
    says: 'items whose prefix is another than in the first codes, where codes may have got other names, and in brackets plainly',
    bounds: { good: 0.05, poor: 0.3 },
    isShare: true,
  },
} as const satisfies Readonly<Record<string, Score>>;

export type ScoreKind = keyof typeof SCORES;

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

/** Null where there are no bounds, or nothing was measured. */
export function verdictOf(kind: ScoreKind, value: number): Verdict | null {
  const { bounds }: Score = SCORES[kind];
  if (bounds === null || Number.isNaN(value)) return null;
  const { good, poor } = bounds;
  const sign = good > poor ? 1 : -1;
  if (sign * value >= sign * good) return 'good';
  return sign * value < sign * poor ? 'poor' : 'fair';
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

/** "; good from 60 %, poor below 30 %"; empty where no line is drawn. */
export function boundsInWords(kind: ScoreKind): string {
  const { bounds, isShare }: Score = SCORES[kind];
  if (bounds === null) return '';
  const show = (bound: number): string => (isShare ? `${100 * bound} %` : String(bound));
  const [from, beyond] = bounds.good > bounds.poor ? ['from', 'below'] : ['up to', 'above'];
  return `; good ${from} ${show(bounds.good)}, poor ${beyond} ${show(bounds.poor)}`;
}
