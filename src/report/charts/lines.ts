// A line for each series.
import type { TopLevelSpec } from 'vega-lite';
import { CHART_WIDTH } from './chart.ts';
import type { Series } from './chart.ts';
import { createLegend } from './legend.ts';

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

/** A sentence for the caption where there are more. */
export function notDrawn(all: number): string {
  return all > MOST_LINES
    ? ` The first ${MOST_LINES}; ${all - MOST_LINES} more are not drawn.`
    : '';
}

/** A line for each series, told apart by color and dashes, with names below. */
export function linesSpec(series: readonly Series[], options: LinesOptions): TopLevelSpec {
  const { xTitle, yTitle, isStepped, xFormat, yFormat, fromZero = false } = options;
  const legend = createLegend(
    series.map(({ name }) => name),
    series.map(({ place }, i) => place ?? i),
  );
  const shownLegend =
    series.length > 1 ? ({ columns: legend.columns, symbolType: 'stroke' } as const) : null;
  const isMarked = isStepped && series.every(({ points }) => points.length <= 40);
  const wholeNumbers = { format: 'd', tickMinStep: 1 };
  return {
    width: CHART_WIDTH,
    height: 250 + legend.height,
    autosize: { type: 'fit', contains: 'padding' },
    data: {
      values: series.flatMap(({ points }, i) =>
        points.map(({ x, y }) => ({ name: legend.names[i], x, y })),
      ),
    },
    mark: {
      type: 'line',
      aria: false,
      strokeWidth: 2,
      ...(isMarked ? { point: { filled: true, size: 28, aria: true } } : {}),
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
      color: { field: 'name', type: 'nominal', scale: legend.colors, legend: shownLegend },
      strokeDash: { field: 'name', type: 'nominal', scale: legend.dashes, legend: shownLegend },
    },
  };
}
