// Loss by epoch.
import { figure } from '../format.ts';
import { listOf, numberOf, objectOf } from '../json-values.ts';
import type { JsonObject } from '../json-values.ts';
import type { Chart, Series } from './chart.ts';
import { linesSpec } from './lines.ts';

const LINES = [
  { key: 'train_loss', name: 'training items' },
  { key: 'validation_loss', name: 'held-out items' },
  { key: 'train_reconstruction', name: 'reconstruction alone' },
] as const;

/** Loss by epoch. @param metrics of a `sid train-rqvae` */
export function rqvaeTraining(metrics: JsonObject): Chart | undefined {
  const epochs = listOf(metrics.history).map(objectOf);
  const series: Series[] = LINES.map(({ key, name }) => ({
    name,
    points: epochs.flatMap((epoch) => {
      const [x, y] = [numberOf(epoch.epoch), numberOf(epoch[key])];
      return x === undefined || y === undefined ? [] : [{ x, y }];
    }),
  })).filter(({ points }) => points.length > 0);
  if (series.length === 0) return undefined;
  const best = numberOf(metrics.best_epoch);
  return {
    title: 'Training of the quantizer',
    alt: `Line chart of loss by epoch. In the last: ${series
      .map(({ name, points }) => `${name} ${figure(points.at(-1)?.y)}`)
      .join(', ')}.`,
    caption:
      `Loss by epoch while content embeddings are turned into codes; lower is better.` +
      (best === undefined ? '' : ` The model of epoch ${best} is kept as the best.`),
    drawing: {
      language: 'vega-lite',
      spec: linesSpec(series, { xTitle: 'epoch', yTitle: 'loss', isStepped: true }),
    },
  };
}
