// Loss by epoch.
import type { TrainRqVaeMetrics } from '../../records/train-rqvae-record.ts';
import { figure } from '../format.ts';
import type { Chart, Series } from './chart.ts';
import { linesSpec } from './lines.ts';

const LINES = [
  { key: 'train_loss', name: 'training items' },
  { key: 'validation_loss', name: 'held-out items' },
  { key: 'train_reconstruction', name: 'reconstruction alone' },
  { key: 'validation_reconstruction', name: 'of held-out items' },
] as const;

/** Loss by epoch; none of a quantizer without epochs. */
export function rqvaeTraining({ history, best_epoch }: TrainRqVaeMetrics): Chart | undefined {
  const series: Series[] = LINES.map(({ key, name }) => ({
    name,
    points: history.flatMap(({ epoch: x, [key]: y }) =>
      y === null || Number.isNaN(y) ? [] : [{ x, y }],
    ),
  })).filter(({ points }) => points.length > 0);
  if (series.length === 0) return undefined;
  return {
    title: 'Training of the quantizer',
    alt: `Line chart of loss by epoch. In the last: ${series
      .map(({ name, points }) => `${name} ${figure(points.at(-1)?.y)}`)
      .join(', ')}.`,
    caption:
      `Loss by epoch while content embeddings are turned into codes; lower is better.` +
      (best_epoch === null ? '' : ` The model of epoch ${best_epoch} is kept as the best.`),
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(series, { xTitle: 'epoch', yTitle: 'loss', isStepped: true }),
    },
  };
}
