// Dense MLP, interaction, top MLP: their weights; the formulas are in kernels/dlrm.
import { dlrmSumsLength, numDotProducts } from '../../kernels/dlrm/dlrm-layout.ts';
import type { DlrmBlock } from '../../kernels/dlrm/dlrm-layout.ts';
import { filledUp, numGroups } from '../../kernels/example-groups.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import type { Scratch } from '../../kernels/scratch.ts';
import { linearLayers } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Gradient, Parameter } from '../../nn/parameter.ts';
import type { Rng } from '../../util/rng.ts';

/** What it takes, in the kernels' memory. */
export interface DlrmInput {
  /** From `featureRows`. */
  readonly features_BF: Float32Array;
  readonly history_BM: Float32Array;
  readonly target_BM: Float32Array;
  /** None: an empty array. */
  readonly categories_CBM: Float32Array;
}

export interface DlrmTraining {
  /** Before the step. */
  readonly probability_B: Float32Array;
  readonly historyGradient_BM: Float32Array;
  readonly targetGradient_BM: Float32Array;
  readonly categoriesGradient_CBM: Float32Array;
  readonly gradients: Gradient[];
}

/** The dense part of the ranker: dense MLP, interaction, top MLP, sigmoid (kernels/dlrm/dlrm-layout.ts has the formulas). */
export interface Dlrm {
  /** Weights [inputs, outputs] and biases, of the dense MLP, then of the top MLP. */
  readonly parameters: readonly Parameter[];
  /** Room for the features of a batch, to be filled: F floats in each row of `stride`. */
  featureRows(numExamples: number): { readonly features_BF: Float32Array; readonly stride: number };
  /** Click probabilities; a copy. */
  predict(numExamples: number, input: DlrmInput): Float32Array;
  /** The probabilities, and the gradients of the mean cross-entropy. */
  train(label_B: Uint8Array, input: DlrmInput): DlrmTraining;
}

export interface DlrmSizes {
  /** F */
  readonly numDense: number;
  /** M */
  readonly width: number;
  readonly numCategories: number;
  readonly denseHidden: readonly number[];
  readonly topHidden: readonly number[];
}

/** Weights and biases begin as PyTorch's nn.Linear. @param rng split by "dense" and "top" */
export function createDlrm(
  { numDense, width, numCategories, denseHidden, topHidden }: DlrmSizes,
  { rng, kernels, scratch }: { rng: Rng; kernels: Kernels; scratch: Scratch },
): Dlrm {
  const denseSizes = [Math.max(1, numDense), ...denseHidden, width];
  const topSizes = [width + numDotProducts(numCategories), ...topHidden, 1];
  const layers = [
    ...createLayers('dense', denseSizes, rng.split('dense')),
    ...createLayers('top', topSizes, rng.split('top')),
  ];
  const numDenseLayers = denseSizes.length - 1;
  const sumsLength = dlrmSumsLength(layers.map(filledSizes));
  const stride = filledUp(denseSizes[0]);

  const createBlock = (numExamples: number, input: DlrmInput): Omit<DlrmBlock, 'gradients'> => ({
    ...input,
    numExamples,
    width,
    layers: layers.map((layer) => writeLayer(layer, scratch)),
    numDenseLayers,
    labels_B: scratch.float32('labels', numExamples),
    probabilities_B: scratch.float32('probabilities', numExamples),
  });

  return {
    parameters: layers.flatMap(({ weight, bias }) => [weight, bias]),
    featureRows(numExamples) {
      const features_BF = scratch.float32('features', numExamples * stride);
      if (stride !== numDense) features_BF.fill(0);
      return { features_BF, stride };
    },
    predict(numExamples, input) {
      const block = createBlock(numExamples, input);
      kernels.dlrm({ ...block, gradients: undefined });
      return block.probabilities_B.slice();
    },
    train(label_B, input) {
      const numExamples = label_B.length;
      const block = createBlock(numExamples, input);
      block.labels_B.set(label_B);
      const gradients = {
        history_BM: scratch.float32('dHistory', numExamples * width),
        target_BM: scratch.float32('dTarget', numExamples * width),
        categories_CBM: scratch.float32('dCategories', numCategories * numExamples * width),
        sums_GP: scratch.float32('sums', numGroups(numExamples) * sumsLength),
      };
      kernels.dlrm({ ...block, gradients });
      const total = scratch.float32('total', sumsLength);
      kernels.sumGroups({ sums_GP: gradients.sums_GP, out_P: total });
      return {
        probability_B: block.probabilities_B.slice(),
        historyGradient_BM: gradients.history_BM,
        targetGradient_BM: gradients.target_BM,
        categoriesGradient_CBM: gradients.categories_CBM,
        gradients: readGradients(layers, total),
      };
    },
  };
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
function writeLayer(layer: Layer, scratch: Scratch): DlrmBlock['layers'][number] {
  const { numInputs, numOutputs } = filledSizes(layer);
  const take = (part: string, length: number): Float32Array =>
    scratch.float32(`${layer.weight.name}.${part}`, length).fill(0);
  const weight_IO = take('weight', numInputs * numOutputs);
  const weightTransposed_OI = take('transposed', numInputs * numOutputs);
  const bias_O = take('bias', numOutputs);
  const { values } = layer.weight;
  for (let i = 0, from = 0; i < layer.numInputs; i++) {
    for (let o = 0; o < layer.numOutputs; o++, from++) {
      weight_IO[i * numOutputs + o] = values[from];
      weightTransposed_OI[o * numInputs + i] = values[from];
    }
  }
  bias_O.set(layer.bias.values);
  return { numInputs, numOutputs, weight_IO, weightTransposed_OI, bias_O };
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
