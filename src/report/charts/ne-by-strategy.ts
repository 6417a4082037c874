// NE with its spread.
import type { Interval } from '../../metrics/interval.ts';
import type { CompareLine, CompareMetrics } from '../../records/compare-record.ts';
import { fixed } from '../format.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import type { Dot } from './dots.ts';

/** NE of each strategy on all impressions, with what is known of its spread. */
export function neByStrategy({ strategies }: CompareMetrics): Chart | undefined {
  const dots = strategies.flatMap(toDot);
  if (dots.length === 0) return undefined;
  const hasIntervals = strategies.some((each) => intervalOfNe(each) !== undefined);
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

function intervalOfNe({ figures }: CompareLine): Interval | undefined {
  return figures['ne/all']?.ci95 ?? undefined;
}

function toDot(line: CompareLine): Dot[] {
  const { strategy: name, ne, ne_spread: spread, figures } = line;
  if (Number.isNaN(ne)) return [];
  const around = Number.isNaN(spread) ? undefined : ([ne - spread, ne + spread] as const);
  const bySeed = Object.values(figures['ne/all']?.by_seed ?? {}).filter(Number.isFinite);
  return [{ name, value: ne, interval: intervalOfNe(line) ?? around, bySeed }];
}
