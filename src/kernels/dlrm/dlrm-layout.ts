// The dense part of the ranker: its formulas, what it takes and gives.
import { EXAMPLES_PER_GROUP, numGroups } from '../example-groups.ts';
import { defineLayout } from '../layout/layout.ts';
import type { BlockOf } from '../layout/layout.ts';

/** A linear layer, y = x W + b. Widths are multiples of 4: what is added to one has weights of 0. */
export const LINEAR = defineLayout({
  name: 'Linear',
  given: {
    I: 'numInputs',
    O: 'numOutputs',
    /** Floats from the beginning of a group's sums to this layer's: weight, then bias. */
    S: 'sumsOffset',
  },
  arrays: { weight_IO: 'float32', weightTransposed_OI: 'float32', bias_O: 'float32' },
  fours: 'IO',
});
export type LinearBlock = BlockOf<typeof LINEAR>;

/**
 * The dense part of the ranker as one kernel (Zheng 2025, section 3; Naumov 2019, DLRM): dense features through an MLP,
 * pairwise dot products, top MLP, sigmoid, mean cross-entropy, and all gradients.
 *
 *     v_0 = MLP_dense(features);   x = [ v_0 ; v_0 . v_1 ; v_0 . v_2 ; v_1 . v_2 ; ... ]
 *     p = sigmoid(MLP_top(x));     L = mean_b ( -y log p - (1 - y) log(1 - p) )
 *
 * with v_1 the history, v_2 the target item and v_3, v_4 ... its categories, each of which adds to x its dot products
 * with all vectors before it: v_0 . v_3 ; v_1 . v_3 ; v_2 . v_3 ; v_0 . v_4 ...; both MLPs have a ReLU behind all layers but their last.
 */
export const DLRM = defineLayout({
  name: 'Dlrm',
  given: {
    B: 'numExamples',
    M: 'width',
    D: 'numDenseLayers',
    /** Floats of a group's sums: the gradients to all layers, each weight then bias. */
    P: 'sumsLength',
    /** Floats of an example's values between the layers. */
    V: 'activationsLength',
  },
  inferred: { L: 'numLayers', F: 'numFeatures', C: 'numCategories' },
  derived: {
    E: ['groupSize', () => EXAMPLES_PER_GROUP],
    G: ['numGroups', ({ B }) => numGroups(B)],
  },
  arrays: {
    /** Addresses of the layers, those of the dense MLP first. */
    layers_L: 'int32',
    features_BF: 'float32',
    history_BM: 'float32',
    target_BM: 'float32',
    /** Of one category the vectors of all examples, then those of the next. */
    categories_CBM: 'float32',
    /** 1 clicked, 0 not */
    labels_B: 'float32',
    probabilities_B: 'float32',
    /** Gradients; without them the kernel goes forward only. */
    dHistory_BM: 'float32?',
    dTarget_BM: 'float32?',
    dCategories_CBM: 'float32?',
    sums_GP: 'float32?',
  },
  fours: 'MF',
  shared: ['G', 1],
  workspace: ({ E, V }) => E * V,
});

/** What the caller gives: the layers themselves; gradients all or none. */
export interface DlrmBlock {
  readonly numExamples: number;
  readonly width: number;
  /** The dense MLP's layers, then the top MLP's. */
  readonly layers: readonly Omit<LinearBlock, 'sumsOffset'>[];
  readonly numDenseLayers: number;
  readonly features_BF: Float32Array;
  readonly history_BM: Float32Array;
  readonly target_BM: Float32Array;
  readonly categories_CBM: Float32Array;
  readonly labels_B: Float32Array;
  readonly probabilities_B: Float32Array;
  readonly gradients:
    | {
        readonly history_BM: Float32Array;
        readonly target_BM: Float32Array;
        readonly categories_CBM: Float32Array;
        /** Of each group: the gradients to all layers, each weight then bias. */
        readonly sums_GP: Float32Array;
      }
    | undefined;
}

type LayerSizes = Pick<LinearBlock, 'numInputs' | 'numOutputs'>;

/** Dot products of an example's vectors: of the dense features, the history, the target item and its categories. */
export function numDotProducts(numCategories: number): number {
  const numVectors = 3 + numCategories;
  return (numVectors * (numVectors - 1)) / 2;
}

/** Floats of one group's sums. */
export function dlrmSumsLength(layers: readonly LayerSizes[]): number {
  return layers.reduce((sum, { numInputs, numOutputs }) => sum + (numInputs + 1) * numOutputs, 0);
}
