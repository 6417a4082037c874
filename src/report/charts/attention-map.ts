import { fixed } from '../format.ts';
import { listOf, numberOf, objectOf, textOf } from '../json-values.ts';
import type { JsonObject } from '../json-values.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { rampColor, RAMP_STEPS, rampStep } from './chart-theme.ts';

/** What a matrix of attention is of. */
export interface AttentionMap {
  /** The strategy or run. */
  readonly name: string;
  /** Weights by who looks (rows) and what is looked at (columns). */
  readonly weights: readonly (readonly number[])[];
  /** "clicks, newest first", "seeds". */
  readonly rows: string;
  readonly columns: string;
}

/** What a `sid analyze attention` found; undefined where it has no map. */
export function readAttentionMap(name: string, metrics: JsonObject): AttentionMap | undefined {
  const { mean_map, map_rows, map_columns } = objectOf(metrics.detail);
  const weights = listOf(mean_map).map((row) => listOf(row).map((weight) => numberOf(weight) ?? 0));
  if (weights.length === 0) return undefined;
  return {
    name,
    weights,
    rows: textOf(map_rows) ?? 'who looks',
    columns: textOf(map_columns) ?? 'looked at',
  };
}

/** Mean attention weights as a heat map. */
export function attentionMap({
  name,
  weights,
  rows,
  columns: sources,
}: AttentionMap): Chart | undefined {
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
    title: `Attention over the click history: ${name}`,
    alt:
      `Heat map of ${weights.length} by ${columns} mean attention weights of ${name}; the largest, ` +
      `${fixed(most, 3)}, in row ${row}, column ${column}.`,
    caption:
      `How much each row (${rows}) looks at each column (${sources}), mean over examples. The darker, the ` +
      `more; the strongest is ${fixed(most, 3)}.`,
    drawing: {
      language: 'vega-lite',
      spec: {
        width: columns * cell + 60,
        height: weights.length * cell + 45,
        autosize: { type: 'fit', contains: 'padding' },
        data: { values },
        mark: { type: 'rect', aria: false, stroke: 'var(--ground)', strokeWidth: 0.5 },
        encoding: {
          x: { field: 'column', type: 'ordinal', title: sources, axis: { labelAngle: 0 } },
          y: { field: 'row', type: 'ordinal', title: rows },
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

function strongest(weights: AttentionMap['weights']): { row: number; column: number } {
  const all = weights.flatMap((row, i) =>
    row.map((weight, j) => ({ weight, row: i + 1, column: j + 1 })),
  );
  return all.reduce((best, each) => (each.weight > best.weight ? each : best));
}
