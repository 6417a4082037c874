// A dot and an interval for each name.
import type { TopLevelSpec } from 'vega-lite';
import type { Interval } from '../../metrics/interval.ts';
import { CHART_WIDTH } from './chart.ts';
import { colorOf } from './chart-theme.ts';
import { shortNames } from './short-names.ts';

/** One line of a dot chart. */
export interface Dot {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | undefined;
  /** Shown as small marks, one for each seed. */
  readonly bySeed: readonly number[];
}

export interface DotsOptions {
  /** The axis, with its unit. */
  readonly title: string;
  /** As d3-format has it: ".4f", "+.2f". */
  readonly format: string;
  /** A line at 0, where above and below mean better and worse. */
  readonly isDifference: boolean;
}

/** A line of text, and the dot below it. */
const ROW_HEIGHT = 42;
const MOST_LETTERS = 38;

/** For each name: a line with its value, below it a dot, a bar for its interval, small marks for seeds. */
export function dotsSpec(dots: readonly Dot[], options: DotsOptions): TopLevelSpec {
  const { title, format, isDifference } = options;
  const names = shortNames(
    dots.map(({ name }) => name),
    MOST_LETTERS,
  );
  const rows = dots.map((dot, i) => ({ ...dot, name: names[i] }));
  const y = { field: 'name', type: 'nominal', sort: null, axis: null } as const;
  const x = (field: string) =>
    ({
      field,
      type: 'quantitative',
      title,
      scale: { zero: isDifference },
      axis: { tickCount: 5 },
    }) as const;
  const wide = rows.flatMap(({ name, interval }) =>
    interval === undefined ? [] : [{ name, low: interval[0], high: interval[1] }],
  );
  const seeds = rows.flatMap(({ name, bySeed }) => bySeed.map((value) => ({ name, value })));
  return {
    width: CHART_WIDTH,
    height: dots.length * ROW_HEIGHT + 60,
    padding: { left: 4, top: 10, right: 4, bottom: 4 },
    autosize: { type: 'fit', contains: 'padding' },
    data: { values: rows.map(({ name, value }) => ({ name, value })) },
    layer: [
      ...(isDifference ? [zeroLine] : []),
      {
        data: { values: wide },
        mark: { type: 'rule', strokeWidth: 2.5, color: colorOf(0), opacity: 0.55 },
        encoding: { y, x: x('low'), x2: { field: 'high' } },
      },
      {
        data: { values: seeds },
        mark: { type: 'tick', thickness: 1.5, size: 10, color: 'var(--ink-soft)' },
        encoding: { y, x: x('value') },
      },
      {
        mark: { type: 'point', filled: true, size: 75, opacity: 1, color: colorOf(0) },
        encoding: { y, x: x('value') },
      },
      {
        mark: { type: 'text', align: 'left', dy: -17, aria: false },
        encoding: { y, x: { value: 0 }, text: { field: 'name' } },
      },
      {
        mark: { type: 'text', align: 'right', dy: -17, aria: false },
        encoding: { y, x: { value: 'width' }, text: { field: 'value', format } },
      },
    ],
  };
}

const zeroLine: Extract<TopLevelSpec, { layer: unknown }>['layer'][number] = {
  data: { values: [{ zero: 0 }] },
  mark: { type: 'rule', aria: false, color: 'var(--ink-soft)', strokeDash: [3, 3] },
  encoding: { x: { field: 'zero', type: 'quantitative' } },
};
