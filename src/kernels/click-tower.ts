// What the dense part takes and gives: its formulas.
import { EXAMPLES_PER_GROUP } from './example-groups.ts';

/**
 * The dense part of the ranker as one kernel (Zheng 2025, section 3; Naumov 2019, DLRM): dense features through an MLP,
 * pairwise dot products, top MLP, sigmoid, mean cross-entropy, and all gradients.
 *
 *     v_0 = MLP_dense(features);   x = [ v_0 ; v_0 . v_1 ; v_0 . v_2 ; v_1 . v_2 ]
 *     p = sigmoid(MLP_top(x));     L = mean_b ( -y log p - (1 - y) log(1 - p) )
 *
 * with v_1 the history and v_2 the target item; both MLPs have a ReLU behind all layers but their last.
 *
 * Letters: B examples, F features, M width. All arrays lie in the kernels' memory. M is a multiple of 4; other widths
 * are filled up to one by weights of 0. Arrays over examples have room for one more.
 */
export interface ClickTower {
  readonly numExamples: number;
  /** M */
  readonly width: number;
  /** The dense MLP's layers, then the top MLP's. */
  readonly layers: readonly TowerLayer[];
  /** How many of them are the dense MLP's. */
  readonly numDenseLayers: number;

  /** B x F, rows filled up. */
  readonly features: Float32Array;
  /** B x M */
  readonly history: Float32Array;
  /** B x M */
  readonly target: Float32Array;
  /** B: 1 clicked, 0 not; not looked at where there are no gradients. */
  readonly labels: Float32Array;

  readonly probabilities: Float32Array;
  /** Undefined: forward only. */
  readonly gradients: TowerGradients | undefined;
}

/** A linear layer, y = x W + b, its widths filled up. */
export interface TowerLayer {
  readonly numInputs: number;
  readonly numOutputs: number;
  /** inputs x outputs */
  readonly weight: Float32Array;
  /** Its transpose. */
  readonly weightBack: Float32Array;
  readonly bias: Float32Array;
}

/** What the way back gives. */
export interface TowerGradients {
  /** B x M */
  readonly history: Float32Array;
  /** B x M */
  readonly target: Float32Array;
  /** For each group of examples the gradients to all layers, each weight then bias: `towerSumsLength` floats. */
  readonly sums: Float32Array;
}

type LayerSizes = Pick<TowerLayer, 'numInputs' | 'numOutputs'>;

/** Floats of one group's sums. */
export function towerSumsLength(layers: readonly LayerSizes[]): number {
  return layers.reduce((sum, { numInputs, numOutputs }) => sum + (numInputs + 1) * numOutputs, 0);
}

/** Floats that a thread needs for one group at a time (assembly/dense/tower.ts). */
export function towerRoomLength(layers: readonly LayerSizes[], numDenseLayers: number): number {
  const outputs = layers.reduce((sum, { numOutputs }) => sum + numOutputs, 0);
  const interaction = layers[numDenseLayers].numInputs;
  const widest = Math.max(
    ...layers.flatMap(({ numInputs, numOutputs }) => [numInputs, numOutputs]),
  );
  return EXAMPLES_PER_GROUP * (outputs + interaction + 2 * widest);
}
