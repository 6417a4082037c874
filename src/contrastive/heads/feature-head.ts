// A head: what is learned on top of a frozen encoder.
import type { StoredParameter } from '../../clip/clip-parameters.ts';
import type { GraphEncoder, Modality } from '../../clip/graph-encoders.ts';
import { linear } from '../../clip/layers.ts';
import { ACTIVATIONS } from '../../graph/ops/activations.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { placeholder } from '../../graph/ops/constants.ts';
import { numValues } from '../../util/num-values.ts';
import type { Rng } from '../../util/rng.ts';
import { BIAS, LOG_SCALE } from '../graph-writer.ts';

/** Numbers of features, hidden units (null: no such layer) and outputs: F, H, D. */
export interface HeadSizes {
  readonly inputs: number;
  readonly hidden: number | null;
  readonly width: number;
}

/** W x + b, with a hidden layer W x + b + V gelu(U x + c). Fed `features` [B, F]. Names are those of PyTorch's nn.Linear. */
export function featureHead(name: Modality, { inputs, hidden, width }: HeadSizes): GraphEncoder {
  const head = `${name}_head`;
  const weight = (layer: string, shape: readonly number[]): StoredParameter => ({
    ...{ name: `${layer}.weight`, shape, isLinear: true },
  });
  const bias = (layer: string, size: number): StoredParameter => ({
    ...{ name: `${layer}.bias`, shape: [size], isLinear: false },
  });
  return {
    ...{ name, width },
    parameters: [
      ...[weight(head, [width, inputs]), bias(head, width)],
      ...(hidden === null
        ? []
        : [
            ...[weight(`${head}.up`, [hidden, inputs]), bias(`${head}.up`, hidden)],
            weight(`${head}.down`, [width, hidden]),
          ]),
    ],
    inputs: (graph, prefix) => ({
      features: placeholder(graph, `${prefix}/features`, [null, inputs]),
    }),
    embed: (layers, { features }) => {
      const mapped_BD = linear(layers, head, features);
      if (hidden === null) return mapped_BD;
      const hidden_BH = ACTIVATIONS.gelu(layers.graph, linear(layers, `${head}.up`, features));
      const beside_BD = linear(layers, `${head}.down`, hidden_BH, { hasBias: false });
      return add(layers.graph, mapped_BD, beside_BD);
    },
  };
}

/** Weights by fan-in, biases of 0; the hidden layer begins without effect. */
export function drawHead(
  start: { readonly logScale: number; readonly bias: number },
  rng: Rng,
): (parameter: StoredParameter) => Float32Array {
  return ({ name, shape }) => {
    const values = new Float32Array(numValues(shape));
    if (name === LOG_SCALE) return values.fill(start.logScale);
    if (name === BIAS) return values.fill(start.bias);
    if (name.endsWith('.bias') || name.endsWith('.down.weight')) return values;
    const deviation = shape[1] ** -0.5;
    const own = rng.split(name);
    return values.map(() => deviation * own.normal());
  };
}
