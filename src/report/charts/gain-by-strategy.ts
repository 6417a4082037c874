// Gain over the baseline with intervals.
import type { Interval } from '../../metrics/interval.ts';
import type { CompareMetrics } from '../../records/compare-record.ts';
import { interval, signed } from '../format.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import type { Dot } from './dots.ts';

/** How much lower each strategy's NE is than the baseline's, in percent of it. */
export function gainByStrategy({ strategies, baseline }: CompareMetrics): Chart | undefined {
  const dots = strategies.flatMap(({ strategy, gain }) =>
    gain === null ? [] : toDot(strategy, gain.percent, gain.ci95),
  );
  if (dots.length === 0) return undefined;
  return {
    title: `Gain over ${baseline}`,
    alt: `Dot chart of the gain in NE over ${baseline}, in percent. ${describeDots(dots)}.`,
    caption:
      `How much lower NE is than that of ${baseline}, in percent of it, on the same impressions and with ` +
      `the same seeds; further right is better. Bars: 95 % intervals. A bar across the dashed line at 0 ` +
      `settles nothing.`,
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: 'gain, %', format: '+.2f', isDifference: true }),
    },
  };
}

/** No dot where there is no number. */
export function toDot(name: string, value: number, ci95: Interval | null): Dot[] {
  return Number.isNaN(value) ? [] : [{ name, value, interval: ci95 ?? undefined, bySeed: [] }];
}

/** "prefix +0.57 [+0.36, +0.78], trigram −0.14". */
export function describeDots(dots: readonly Dot[]): string {
  return dots
    .map((dot) => `${dot.name} ${signed(dot.value)} ${interval(dot.interval)}`.trimEnd())
    .join(', ');
}
