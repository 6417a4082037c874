// Drift with intervals.
import type { Estimate } from '../read-comparison.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import { describeDots, toDot } from './gain-by-strategy.ts';

/** A strategy's drift. */
export interface NamedDrift {
  readonly name: string;
  readonly drift: Estimate | undefined;
}

/** @param days "day 4" and "day 20", where the record says them */
export function driftByStrategy(
  drifts: readonly NamedDrift[],
  days: { readonly early: string; readonly late: string },
): Chart | undefined {
  const dots = drifts.flatMap(({ name, drift }) => toDot(name, drift));
  if (dots.length === 0) return undefined;
  return {
    title: 'Drift: what a later model has forgotten',
    alt: `Dot chart of drift in percent of NE. ${describeDots(dots)}.`,
    caption:
      `NE of the model of ${days.late} above that of ${days.early}, in percent, both on held-out ` +
      `impressions of ${days.early}. Further left is better: the meaning of table rows has stayed where it ` +
      `was. Bars: 95 % intervals.`,
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: 'drift, %', format: '+.2f', isDifference: true }),
    },
  };
}
