// The weights of encoders that begin from nothing.
import type { GraphEncoder } from '../clip/graph-encoders.ts';
import type { StoredParameter } from '../clip/clip-parameters.ts';
import { numValues } from '../util/num-values.ts';
import type { Rng } from '../util/rng.ts';
import { numBlocksOf } from './encoder-blocks.ts';
import { BIAS, LOG_SCALE } from './graph-writer.ts';

/**
 * Draws parameters as Hugging Face's models do (transformers, `_init_weights`): normal; CLIP's with deviations that fall
 * with width and depth, BERT's with 0.02.
 *
 * @returns values as a variable holds them; for a drawn matrix it makes no difference which way it lies
 */
export function drawWeights(
  encoders: readonly Pick<GraphEncoder, 'parameters'>[],
  start: { readonly logScale: number; readonly bias: number },
  rng: Rng,
): (parameter: StoredParameter) => Float32Array {
  const depthOf = new Map(
    encoders.flatMap(({ parameters }) => {
      const depth = numBlocksOf(parameters.map(({ name }) => name));
      return parameters.map(({ name }) => [name, depth] as const);
    }),
  );
  return (parameter) => {
    const { name, shape } = parameter;
    const values = new Float32Array(numValues(shape));
    if (name === LOG_SCALE) return values.fill(start.logScale);
    if (name === BIAS) return values.fill(start.bias);
    if (/(norm\d?|layrnorm)\.weight$/i.test(name)) return values.fill(1);
    if (name.endsWith('.bias')) return values;
    const deviation = deviationOf(parameter, depthOf.get(name) ?? 1);
    const own = rng.split(name);
    return values.map(() => deviation * own.normal());
  };
}

/** @param depth blocks of its encoder */
function deviationOf({ name, shape }: StoredParameter, depth: number): number {
  const [outputs, inputs = outputs] = shape;
  const byDepth = (2 * depth) ** -0.5;
  if (/\.(q|k|v)_proj\./.test(name)) return inputs ** -0.5 * byDepth;
  if (name.includes('.fc1.')) return (2 * inputs) ** -0.5;
  if (name.includes('.fc2.')) return outputs ** -0.5 * byDepth;
  if (/\.out_proj\.|_projection\.weight$|class_embedding$/.test(name)) return inputs ** -0.5;
  return 0.02;
}
