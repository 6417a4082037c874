// The weights of a CLIP that begins from nothing.
import type { ClipConfig, TransformerConfig } from '../clip/clip-config.ts';
import type { StoredParameter } from '../clip/clip-parameters.ts';
import type { Rng } from '../util/rng.ts';
import { BIAS, LOG_SCALE } from './training-graph.ts';

/**
 * Draws a parameter as Hugging Face's CLIPModel does (transformers, `_init_weights`): normal, with deviations that
 * fall with width and depth.
 *
 * @returns values as a variable holds them; for a drawn matrix it makes no difference which way it lies
 */
export function drawWeights(
  config: ClipConfig,
  start: { readonly logScale: number; readonly bias: number },
  rng: Rng,
): (parameter: StoredParameter) => Float32Array {
  return ({ name, shape }) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    if (name === LOG_SCALE) return values.fill(start.logScale);
    if (name === BIAS) return values.fill(start.bias);
    if (/(norm\d?|layrnorm)\.weight$/.test(name)) return values.fill(1);
    if (name.endsWith('.bias')) return values;
    const encoder = /^(vision|visual)/.test(name) ? config.vision : config.text;
    const deviation = deviationOf(name, encoder);
    const own = rng.split(name);
    return values.map(() => deviation * own.normal());
  };
}

function deviationOf(name: string, { hiddenSize, numLayers }: TransformerConfig): number {
  const width = hiddenSize ** -0.5;
  const depth = (2 * numLayers) ** -0.5;
  if (/\.(q|k|v)_proj\./.test(name)) return width * depth;
  if (name.includes('.out_proj.')) return width;
  if (name.includes('.fc1.')) return (2 * hiddenSize) ** -0.5;
  if (name.includes('.fc2.')) return width * depth;
  if (name.endsWith('_projection.weight') || name.endsWith('class_embedding')) return width;
  return 0.02;
}
