// Dense MLP, interaction, top MLP: their weights.
import { towerSumsLength } from '../../kernels/click-tower.ts';
import type { ClickTower, TowerLayer } from '../../kernels/click-tower.ts';
import { filledUp, numGroups } from '../../kernels/example-groups.ts';
import type { Scratch } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { linearLayers } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Gradient, Parameter } from '../../nn/parameter.ts';
import type { Rng } from '../../util/rng.ts';
import { sumOfGroups } from './sum-of-groups.ts';

/** The three vectors of an example: dense features, user history, target item. */
const NUM_PAIRS = 3;

/** What the tower takes, in the kernels' memory, each with room for one more example (`exampleRows`). */
export interface TowerInput {
  /** From `featureRows`. */
  readonly features: Float32Array;
  readonly history_BM: Float32Array;
  readonly target_BM: Float32Array;
}

export interface TowerTraining {
  /** Before the step. */
  readonly probability_B: Float32Array;
  readonly historyGradient_BM: Float32Array;
  readonly targetGradient_BM: Float32Array;
  readonly gradients: Gradient[];
}

/** The dense part of the ranker: dense MLP, interaction, top MLP, sigmoid (kernels/click-tower.ts has the formulas). */
export interface RankerTower {
  /** Weights [inputs, outputs] and biases, of the dense MLP, then of the top MLP. */
  readonly parameters: readonly Parameter[];
  /** Room for the features of a batch, to be filled: F floats in each row of `stride`. */
  featureRows(numExamples: number): { readonly features: Float32Array; readonly stride: number };
  /** Click probabilities; a copy. */
  predict(numExamples: number, input: TowerInput): Float32Array;
  /** The probabilities, and the gradients of the mean cross-entropy. */
  train(label_B: Uint8Array, input: TowerInput): TowerTraining;
}

export interface TowerSizes {
  /** F */
  readonly numDense: number;
  /** M */
  readonly width: number;
  readonly denseHidden: readonly number[];
  readonly topHidden: readonly number[];
}

/** Weights and biases begin as PyTorch's nn.Linear. @param rng split by "dense" and "top" */
export function createTower(
  { numDense, width, denseHidden, topHidden }: TowerSizes,
  { rng, kernels, scratch }: { rng: Rng; kernels: Kernels; scratch: Scratch },
): RankerTower {
  const denseSizes = [Math.max(1, numDense), ...denseHidden, width];
  const layers = [
    ...createLayers('dense', denseSizes, rng.split('dense')),
    ...createLayers('top', [width + NUM_PAIRS, ...topHidden, 1], rng.split('top')),
  ];
  const numDenseLayers = denseSizes.length - 1;
  const sumsLength = towerSumsLength(layers.map(filledSizes));
  const stride = filledUp(denseSizes[0]);
  const rows = (name: string, numExamples: number): Float32Array =>
    exampleRows(scratch, `tower.${name}`, numExamples, width);

  const createBlock = (
    numExamples: number,
    { features, history_BM, target_BM }: TowerInput,
  ): Omit<ClickTower, 'gradients'> => ({
    numExamples,
    width,
    layers: layers.map((layer) => writeLayer(layer, scratch)),
    numDenseLayers,
    features,
    history: history_BM,
    target: target_BM,
    labels: scratch.float32('tower.labels', numExamples),
    probabilities: scratch.float32('tower.probabilities', numExamples),
  });

  return {
    parameters: layers.flatMap(({ weight, bias }) => [weight, bias]),
    featureRows(numExamples) {
      const features = exampleRows(scratch, 'tower.features', numExamples, stride);
      if (stride !== numDense) features.fill(0);
      return { features, stride };
    },
    predict(numExamples, input) {
      const block = createBlock(numExamples, input);
      kernels.climb({ ...block, gradients: undefined });
      return block.probabilities.slice();
    },
    train(label_B, input) {
      const numExamples = label_B.length;
      const block = createBlock(numExamples, input);
      block.labels.set(label_B);
      const gradients = {
        history: rows('dHistory', numExamples),
        target: rows('dTarget', numExamples),
        sums: scratch.float32('tower.sums', numGroups(numExamples) * sumsLength),
      };
      kernels.climb({ ...block, gradients });
      const total = sumOfGroups(gradients.sums, sumsLength, kernels, scratch);
      return {
        probability_B: block.probabilities.slice(),
        historyGradient_BM: gradients.history,
        targetGradient_BM: gradients.target,
        gradients: readGradients(layers, total),
      };
    },
  };
}

/** Room for a row of each example and one more, which the kernels work in where examples are an odd number. */
export function exampleRows(
  scratch: Scratch,
  name: string,
  numExamples: number,
  width: number,
): Float32Array {
  return scratch.float32(name, (numExamples + 1) * width).subarray(0, numExamples * width);
}

interface Layer {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly numInputs: number;
  readonly numOutputs: number;
}

function createLayers(name: string, sizes: readonly number[], rng: Rng): Layer[] {
  return linearLayers(sizes, rng).map(({ numInputs, numOutputs, weights, biases }, i) => ({
    weight: createParameter(`${name}.${i}.weight`, [numInputs, numOutputs], weights),
    bias: createParameter(`${name}.${i}.bias`, [numOutputs], biases),
    numInputs,
    numOutputs,
  }));
}

function filledSizes({ numInputs, numOutputs }: Layer): { numInputs: number; numOutputs: number } {
  return { numInputs: filledUp(numInputs), numOutputs: filledUp(numOutputs) };
}

/** A layer in the kernels' memory, widths filled up with zeros. */
function writeLayer(layer: Layer, scratch: Scratch): TowerLayer {
  const { numInputs, numOutputs } = filledSizes(layer);
  const take = (part: string, length: number): Float32Array =>
    scratch.float32(`${layer.weight.name}.${part}`, length).fill(0);
  const weight = take('forth', numInputs * numOutputs);
  const weightBack = take('back', numInputs * numOutputs);
  const bias = take('bias', numOutputs);
  const { values } = layer.weight;
  for (let i = 0, from = 0; i < layer.numInputs; i++) {
    for (let o = 0; o < layer.numOutputs; o++, from++) {
      weight[i * numOutputs + o] = values[from];
      weightBack[o * numInputs + i] = values[from];
    }
  }
  bias.set(layer.bias.values);
  return { numInputs, numOutputs, weight, weightBack, bias };
}

/** The layers' gradients one behind the other, without what the widths were filled up by. */
function readGradients(layers: readonly Layer[], total: Float32Array): Gradient[] {
  let at = 0;
  return layers.flatMap((layer) => {
    const filled = filledSizes(layer);
    const weight = new Float32Array(layer.numInputs * layer.numOutputs);
    for (let i = 0; i < layer.numInputs; i++) {
      const row = at + i * filled.numOutputs;
      weight.set(total.subarray(row, row + layer.numOutputs), i * layer.numOutputs);
    }
    at += filled.numInputs * filled.numOutputs;
    const bias = total.slice(at, at + layer.numOutputs);
    at += filled.numOutputs;
    return [
      { parameter: layer.weight, gradient: weight },
      { parameter: layer.bias, gradient: bias },
    ];
  });
}
