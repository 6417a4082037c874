// Every kept model on every day, as heat maps.
import { ownModelOf, risesAboveOwn, summarizeRises } from '../../metrics/model-day-rises.ts';
import type { DetailOf } from '../../records/analyze-records.ts';
import { mean } from '../../util/stats.ts';
import { figure, signed } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { BELOW_STEPS, RAMP_STEPS, sidedColor } from './chart-theme.ts';

type Matrix = DetailOf<'ne-matrix'>;

/** One heat map: a strategy, or a run. */
export interface MatrixPanel {
  readonly name: string;
  /** One a seed, of the same models and days; means are shown. */
  readonly matrices: readonly Matrix[];
}

const PANELS_A_ROW = 2;
const GAP = 62;

/** Recalibrated NE of each model on each day above that of the day's own model, in percent; a panel for each strategy. */
export function neMatrix(panels: readonly MatrixPanel[]): Chart | undefined {
  const shown = panels.filter(({ matrices }) =>
    matrices.some(({ model_days }) => model_days.length > 1),
  );
  const cells = shown.flatMap((panel) => cellsOf(panel));
  if (cells.length === 0) return undefined;
  const width = stepWidth(cells.map(({ rise }) => rise));
  const stepOf = (rise: number): number =>
    Math.min(RAMP_STEPS - 1, Math.max(-BELOW_STEPS, Math.floor(rise / width + 1e-9)));
  const values = cells.map(({ rise, ...cell }) => ({ ...cell, step: stepOf(rise) }));
  const used = new Set(values.map(({ step }) => step));
  const steps = Array.from({ length: BELOW_STEPS + RAMP_STEPS }, (_, i) => i - BELOW_STEPS);
  const domain = steps.filter((step) => used.has(step));
  const columns = Math.min(PANELS_A_ROW, shown.length);
  const days = new Set(cells.map(({ day }) => day)).size;
  const models = new Set(cells.map(({ model }) => model)).size;
  const cell = Math.min(28, (CHART_WIDTH - GAP * columns) / columns / days);
  const axis = { labelAngle: 0, labelFontSize: 11, titleFontSize: 12 };
  return {
    title: 'Every model on every day: drift as a surface',
    alt:
      `Heat maps of recalibrated NE above that of each day's own model, models by days. The last model on ` +
      `earlier days, mean: ${shown.map(describePanel).join(', ')}.`,
    caption:
      `Recalibrated NE of the model of each day (up) on held-out impressions of each day (across) above that ` +
      `of the day's own model (dots), in percent. Left of the dots: what later models have forgotten of ` +
      `that day, or have learned since where it is below zero; right of them: what earlier models have missed.`,
    drawing: {
      language: 'vega-lite',
      spec: {
        data: { values },
        columns,
        spacing: 12,
        facet: {
          field: 'name',
          type: 'nominal',
          title: null,
          sort: shown.map(({ name }) => name),
          header: { labelColor: 'var(--ink)', labelFontSize: 13, labelPadding: 4 },
        },
        spec: {
          width: days * cell,
          height: models * Math.max(cell, Math.min(14, 120 / models)),
          encoding: {
            x: { field: 'day', type: 'ordinal', title: 'day', axis },
            y: { field: 'model', type: 'ordinal', title: 'model of day', sort: 'descending', axis },
          },
          layer: [
            {
              mark: { type: 'rect', aria: false, stroke: 'var(--ground)', strokeWidth: 0.5 },
              encoding: {
                color: {
                  field: 'step',
                  type: 'ordinal',
                  scale: { domain, range: domain.map(sidedColor) },
                  legend: {
                    symbolType: 'square',
                    columns: 4,
                    labelExpr: labelsOf(domain, width),
                  },
                },
              },
            },
            {
              transform: [{ filter: 'datum.own' }],
              mark: { type: 'point', aria: false, filled: true, size: 5, color: 'var(--ink-soft)' },
            },
          ],
        },
      },
    },
  };
}

interface Cell {
  readonly name: string;
  readonly model: number;
  readonly day: number;
  readonly rise: number;
  readonly own: boolean;
}

function cellsOf({ name, matrices }: MatrixPanel): Cell[] {
  const { model_days: models, days } = matrices[0];
  const rises = matrices.map((matrix) => risesAboveOwn(toMatrix(matrix)));
  return models.flatMap((model, row) =>
    days.flatMap((day, column) => {
      const rise = mean(rises.map((ofSeed) => ofSeed[row][column]).filter(Number.isFinite));
      const own = ownModelOf(models, day) === row;
      return Number.isNaN(rise) ? [] : [{ name, model, day, rise, own }];
    }),
  );
}

function toMatrix({ model_days: modelDays, days, ne_recalibrated: ne }: Matrix): {
  modelDays: readonly number[];
  days: readonly number[];
  ne: readonly (readonly number[])[];
} {
  return { modelDays, days, ne };
}

function describePanel({ name, matrices }: MatrixPanel): string {
  const rises = matrices.map((matrix) => summarizeRises(toMatrix(matrix)).backwardMean);
  return `${name} ${signed(mean(rises))} %`;
}

/** A round width (1, 2 or 5 times a power of ten) of which the steps above zero hold all but the largest 2 %. */
function stepWidth(rises: readonly number[]): number {
  const sorted = rises.map(Math.abs).sort((a, b) => a - b);
  const wanted = Math.max(sorted[Math.floor(0.98 * (sorted.length - 1))], 1e-6) / RAMP_STEPS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10);
}

/** "0 to 0.5 %" for each step, the last ones open. */
function labelsOf(steps: readonly number[], width: number): string {
  const name = (step: number): string => {
    if (step === RAMP_STEPS - 1) return `above ${figure(step * width)}`;
    if (step === -BELOW_STEPS) return `below ${figure((step + 1) * width)}`;
    return `${figure(step * width)} to ${figure((step + 1) * width)}`;
  };
  return `${JSON.stringify(Object.fromEntries(steps.map((step) => [step, name(step)])))}[datum.label]`;
}
