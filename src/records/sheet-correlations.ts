// Whether a score sheet of codes goes with NE: rank correlations over the lines of a comparison, for the console and the report.
import type { Interval } from '../metrics/interval.ts';
import { rankCorrelation } from '../metrics/rank-correlation.ts';
import { Rng } from '../util/rng.ts';
import { formatCount } from '../util/format-count.ts';
import { formatDifference } from '../util/format-signed.ts';
import type { CompareMetrics } from './compare-record.ts';
import type { TextTable } from './where-placement.ts';

/** How a figure of the sheet and NE go together, over sets of codes. */
export interface SheetCorrelation {
  /** "recall" */
  readonly figure: string;
  readonly sets: number;
  /** Below 0: the higher the figure, the lower NE. */
  readonly value: number;
  readonly ci95: Interval | undefined;
}

/** Rankers of one strategy and one size, each with codes of its own. */
export interface SheetGroup {
  readonly embed: string;
  readonly rows: number;
  /** Over all sets of codes. */
  readonly all: readonly SheetCorrelation[];
  /** Without those whose first codes say nothing of the content, as shuffled codes: these alone would make a correlation. */
  readonly withMeaning: readonly SheetCorrelation[];
}

const ANALYSIS = 'score-sheet/';
const NE = 'ne/all';
/** Below so many sets of codes an order says little. */
const FEWEST = 8;
/** Of the variance; shuffled codes have about 0. */
const LEAST_EXPLAINED = 0.05;

/** One set of codes: a line's, with one seed. */
type CodeSet = ReadonlyMap<string, number>;

/** Nothing where the comparison has no such analysis, or too few sets of codes with as many rows of the table. */
export function sheetCorrelations({ strategies }: CompareMetrics): SheetGroup[] {
  const groups = new Map<string, { embed: string; rows: number; sets: CodeSet[] }>();
  for (const { embed, table_rows: rows, figures, seeds } of strategies) {
    const names = Object.keys(figures).filter((name) => name.startsWith(ANALYSIS));
    if (names.length === 0) continue;
    const key = `${embed} ${rows}`;
    const group = groups.get(key) ?? { embed, rows, sets: [] };
    groups.set(key, group);
    for (const seed of seeds) {
      const valueOf = (name: string): number => figures[name]?.by_seed[String(seed)] ?? NaN;
      group.sets.push(new Map([...names, NE].map((name) => [name, valueOf(name)])));
    }
  }
  return [...groups.values()]
    .filter(({ sets }) => sets.length >= FEWEST)
    .map(({ embed, rows, sets }) => ({
      ...{ embed, rows, all: correlate(sets) },
      withMeaning: correlate(
        sets.filter((set) => (set.get(`${ANALYSIS}explained_first`) ?? NaN) >= LEAST_EXPLAINED),
      ),
    }));
}

function correlate(sets: readonly CodeSet[]): SheetCorrelation[] {
  const names = [...new Set(sets.flatMap((set) => [...set.keys()]))].filter((name) => name !== NE);
  return names.map((name) => {
    const known = sets.filter((set) => [name, NE].every((each) => Number.isFinite(set.get(each))));
    const valuesOf = (each: string): number[] => known.map((set) => set.get(each) ?? NaN);
    const rng = Rng.fromSeed(1).split(name);
    const { value, ci95 } =
      known.length < FEWEST
        ? { value: NaN, ci95: undefined }
        : rankCorrelation(valuesOf(name), valuesOf(NE), rng);
    return { figure: name.slice(ANALYSIS.length), sets: known.length, value, ci95 };
  });
}

/** A table for each group: what goes with NE, and how surely. */
export function correlationTables(metrics: CompareMetrics): TextTable[] {
  return sheetCorrelations(metrics).map(({ embed, rows, all, withMeaning }) => {
    const setsOf = (some: readonly SheetCorrelation[]): number =>
      Math.max(...some.map(({ sets }) => sets));
    return {
      title: `Does the score sheet of codes go with NE? ${embed}, ${formatCount(rows)} rows of the table`,
      head: [
        'figure',
        `of all ${setsOf(all)} sets of codes`,
        `of the ${setsOf(withMeaning)} with meaning`,
      ],
      rows: all.map((each, i) => [each.figure, inWords(each), inWords(withMeaning[i])]),
      notes: [
        'Spearman rank correlation with NE and its 95 % interval (bootstrap over sets of codes). Below 0: the higher the figure, ' +
          'the lower NE. With meaning: first codes explain 5 % of the variance of the content beyond chance, which ' +
          'leaves out shuffled codes. Many figures are looked at; one whose interval just misses 0 shows little.',
      ],
    };
  });
}

function inWords({ value, ci95 }: SheetCorrelation): string {
  return Number.isNaN(value) || ci95 === undefined ? '-' : formatDifference(value, ci95);
}
