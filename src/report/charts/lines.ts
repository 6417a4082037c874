import type { TopLevelSpec } from 'vega-lite';
import { CHART_WIDTH } from './chart.ts';
import type { Series } from './chart.ts';
import { colorScale, dashScale } from './chart-theme.ts';

export interface LinesOptions {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Days, epochs and depths: ticks at whole numbers only, a mark at each point. */
  readonly isStepped: boolean;
  /** As d3-format has it. */
  readonly xFormat?: string;
  readonly yFormat?: string;
  /** Both axes from 0. */
  readonly fromZero?: boolean;
}

/** More lines than this cannot be told apart. */
export const MOST_LINES = 14;

/** A line for each series, told apart by color and dashes, with names below. */
export function linesSpec(series: readonly Series[], options: LinesOptions): TopLevelSpec {
  const { xTitle, yTitle, isStepped, xFormat, yFormat, fromZero = false } = options;
  const names = series.map(({ name }) => name);
  const longest = Math.max(...names.map((name) => name.length));
  const columns = longest <= 10 ? 4 : longest <= 16 ? 3 : 2;
  const legendRows = names.length > 1 ? Math.ceil(names.length / columns) : 0;
  const isMarked = isStepped && series.every(({ points }) => points.length <= 40);
  const wholeNumbers = { format: 'd', tickMinStep: 1 };
  return {
    width: CHART_WIDTH,
    height: 250 + legendRows * 17,
    autosize: { type: 'fit', contains: 'padding' },
    data: {
      values: series.flatMap(({ name, points }) => points.map(({ x, y }) => ({ name, x, y }))),
    },
    mark: {
      type: 'line',
      strokeWidth: 2,
      ...(isMarked ? { point: { filled: true, size: 28 } } : {}),
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: xTitle,
        scale: { zero: fromZero, nice: !isStepped },
        axis: { grid: false, ...(isStepped ? wholeNumbers : xFormat ? { format: xFormat } : {}) },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: yTitle,
        scale: { zero: fromZero },
        axis: { tickCount: 5, ...(yFormat ? { format: yFormat } : {}) },
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: colorScale(names),
        legend: names.length > 1 ? { columns, symbolType: 'stroke' } : null,
      },
      strokeDash: {
        field: 'name',
        type: 'nominal',
        scale: dashScale(names),
        legend: names.length > 1 ? { columns, symbolType: 'stroke' } : null,
      },
    },
  };
}
