// Who looks at which click.
import type { DetailOf } from '../../records/analyze-records.ts';
import { fixed } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { rampColor, RAMP_STEPS, rampStep } from './chart-theme.ts';

type Weights = readonly (readonly number[])[];

/** Mean attention weights as a heat map. */
export function attentionMap(attention: DetailOf<'attention'>): Chart | undefined {
  const { map_rows: rowsTitle, map_columns: columnsTitle } = attention;
  const weights: Weights = attention.mean_map.map((row) => row.map((x) => (x > 0 ? x : 0)));
  const most = Math.max(0, ...weights.flat());
  const columns = weights.at(0)?.length ?? 0;
  if (columns === 0 || most === 0) return undefined;
  const values = weights.flatMap((row, i) =>
    row.map((weight, j) => ({ row: i + 1, column: j + 1, step: rampStep(weight, most) })),
  );
  const { row, column } = strongest(weights);
  const steps = Array.from({ length: RAMP_STEPS }, (_, step) => step);
  const cell = Math.min(48, Math.floor((CHART_WIDTH - 70) / columns));
  return {
    title: 'Attention over the click history',
    alt:
      `Heat map of ${weights.length} by ${columns} mean attention weights; the largest, ` +
      `${fixed(most, 3)}, in row ${row}, column ${column}.`,
    caption:
      `How much each row (${rowsTitle}) looks at each column (${columnsTitle}), mean over examples. The ` +
      `stronger the color, the more; the strongest is ${fixed(most, 3)}.`,
    drawing: {
      language: 'vega-lite',
      spec: {
        width: columns * cell + 60,
        height: weights.length * cell + 45,
        autosize: { type: 'fit', contains: 'padding' },
        data: { values },
        mark: { type: 'rect', aria: false, stroke: 'var(--ground)', strokeWidth: 0.5 },
        encoding: {
          x: { field: 'column', type: 'ordinal', title: columnsTitle, axis: { labelAngle: 0 } },
          y: { field: 'row', type: 'ordinal', title: rowsTitle },
          color: {
            field: 'step',
            type: 'ordinal',
            legend: null,
            scale: { domain: steps, range: steps.map(rampColor) },
          },
        },
      },
    },
  };
}

function strongest(weights: Weights): { row: number; column: number } {
  const all = weights.flatMap((row, i) =>
    row.map((weight, j) => ({ weight, row: i + 1, column: j + 1 })),
  );
  return all.reduce((best, each) => (each.weight > best.weight ? each : best));
}
