// Colors, dashes and sizes of all charts.
import type { Config } from 'vega-lite';

/** How many colors theme.ts has for categories; with more, lines get dashes. */
const COLORS = 7;
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 2, 2, 2],
];

const SHAPES: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond'];

/** How many steps theme.ts has for amounts, from faint to strong. */
export const RAMP_STEPS = 8;

/** And for what lies below zero. */
export const BELOW_STEPS = 4;

/** A variable of the page's style sheet, so that charts follow light and dark. */
export function colorOf(index: number): string {
  return `var(--series-${(index % COLORS) + 1})`;
}

/** The i-th step for amounts, 0 the faintest. */
export function rampColor(step: number): string {
  return `var(--ramp-${step + 1})`;
}

/** The i-th step on either side of zero: from 0 up as for amounts, -1 the faintest below. */
export function sidedColor(step: number): string {
  return step < 0 ? `var(--below-${-step})` : rampColor(step);
}

/** The step of an amount between 0 and `most`. */
export function rampStep(amount: number, most: number): number {
  if (!(most > 0)) return 0;
  return Math.min(RAMP_STEPS - 1, Math.floor((amount / most) * RAMP_STEPS));
}

/** How a line or dot is told from others. */
export interface Look {
  readonly color: string;
  /** Once the colors are used up, so that no two of 28 lines look alike. */
  readonly dash: number[];
  /** The same for dots. */
  readonly shape: string;
}

/** @param index its place among all names of a comparison, so that all charts draw it alike */
export function lookOf(index: number): Look {
  const round = Math.floor(index / COLORS) % DASHES.length;
  return { color: colorOf(index), dash: [...DASHES[round]], shape: SHAPES[round] };
}

const INK = 'var(--ink)';
const SOFT = 'var(--ink-soft)';
const GRID = 'var(--grid)';
const FONT = 'var(--font)';

/** Sizes and colors of all charts. */
export const CHART_CONFIG: Config = {
  background: 'transparent',
  font: FONT,
  padding: 4,
  view: { stroke: null },
  axis: {
    labelColor: SOFT,
    labelFontSize: 13,
    titleColor: SOFT,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    gridColor: GRID,
    domainColor: GRID,
    tickColor: GRID,
    labelLimit: 0,
    titlePadding: 8,
    labelOverlap: true,
    labelFlush: false,
    labelSeparation: 6,
  },
  legend: {
    orient: 'bottom',
    labelColor: INK,
    labelFontSize: 13,
    labelLimit: 0,
    title: null,
    symbolStrokeWidth: 2.5,
    symbolSize: 80,
    columnPadding: 14,
  },
  text: { color: INK, fontSize: 13 },
};
