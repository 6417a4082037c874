// NE with its spread.
import { fixed } from '../format.ts';
import type { ComparisonView, StrategyView } from '../read-comparison.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import type { Dot } from './dots.ts';

/** NE of each strategy on all impressions, with what is known of its spread. */
export function neByStrategy({ strategies }: ComparisonView): Chart | undefined {
  const dots = strategies.flatMap(toDot);
  if (dots.length === 0) return undefined;
  const hasIntervals = strategies.some((each) => each.figures.get('ne/all')?.ci95 !== undefined);
  const bars = hasIntervals ? 'its 95 % interval over seeds' : 'one standard deviation over seeds';
  return {
    title: 'Error of each strategy (NE)',
    alt: `Dot chart of NE. ${dots.map(({ name, value }) => `${name} ${fixed(value)}`).join(', ')}.`,
    caption:
      `NE on the evaluation day, further left is better, 1 is no better than always predicting the mean ` +
      `click rate. Dot: mean over seeds; bar: ${bars}; small marks: single seeds. Which strategy is ` +
      `better is told by the next chart, since seeds and users are shared.`,
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: 'NE', format: '.4f', isDifference: false }),
    },
  };
}

function toDot({ name, ne, neSpread, figures }: StrategyView): Dot[] {
  if (ne === undefined) return [];
  const figure = figures.get('ne/all');
  const around = neSpread === undefined ? undefined : ([ne - neSpread, ne + neSpread] as const);
  return [{ name, value: ne, interval: figure?.ci95 ?? around, bySeed: figure?.bySeed ?? [] }];
}
