// Drift with intervals.
import type { DriftJson } from '../../records/figures.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import { describeDots, toDot } from './gain-by-strategy.ts';

/** A strategy's drift. */
export interface NamedDrift extends Pick<DriftJson, 'drift_percent' | 'ci95'> {
  readonly strategy: string;
}

/** @param days of the two models; null where the strategies have different ones */
export function driftByStrategy(
  drifts: readonly NamedDrift[],
  days: { readonly early: number; readonly late: number } | null,
): Chart | undefined {
  const dots = drifts.flatMap(({ strategy, drift_percent, ci95 }) =>
    toDot(strategy, drift_percent, ci95),
  );
  const early = days === null ? 'the early day' : `day ${days.early}`;
  const late = days === null ? 'the late day' : `day ${days.late}`;
  if (dots.length === 0) return undefined;
  return {
    title: 'Drift: what a later model has forgotten',
    alt: `Dot chart of drift in percent of NE. ${describeDots(dots)}.`,
    caption:
      `NE of the model of ${late} above that of ${early}, in percent, both on held-out ` +
      `impressions of ${early}. Further left is better: the meaning of table rows has stayed where it ` +
      `was. Bars: 95 % intervals.`,
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: 'drift, %', format: '+.2f', isDifference: true }),
    },
  };
}
