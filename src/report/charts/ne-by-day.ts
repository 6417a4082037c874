// Training curves of rankers.
import { fixed } from '../format.ts';
import type { Chart, Series } from './chart.ts';
import { linesSpec, MOST_LINES, notDrawn } from './lines.ts';

/** The training curves of rankers. @param series x: day, y: NE of predictions made before training on them */
export function neByDay(series: readonly Series[]): Chart | undefined {
  const all = series.filter(({ points }) => points.length > 0);
  const shown = all.slice(0, MOST_LINES);
  if (shown.length === 0) return undefined;
  const ends = shown.map(({ name, points }) => `${name} ${fixed(points.at(-1)?.y)}`);
  return {
    title: 'Error while training, day by day',
    alt: `Line chart of NE by day of training. On the last day: ${ends.join(', ')}.`,
    caption:
      `NE of the predictions made just before each batch was trained on, by day, mean over seeds; lower is ` +
      `better. One pass in time order: each day is new to the model.` +
      notDrawn(all.length),
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(shown, { xTitle: 'day', yTitle: 'NE', isStepped: true }),
    },
  };
}
