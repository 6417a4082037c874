import type { BypassBlock } from '../../src/kernels/bypass-block.ts';
import type { ClickTower, TowerLayer } from '../../src/kernels/click-tower.ts';

/*
 * The tower and Bypass once more, example by example in float64, as their formulas stand in
 * src/kernels/click-tower.ts and bypass-block.ts.
 */

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

const rowOf = (values: Float32Array, row: number, width: number): number[] => [
  ...values.subarray(row * width, (row + 1) * width),
];

interface ClearTower {
  probabilities: number[];
  history: number[];
  target: number[];
  /** Of all layers, weight then bias. */
  layers: number[];
}

/** Probabilities, and the gradients of the mean cross-entropy. */
export function clearTower(tower: Omit<ClickTower, 'gradients'>): ClearTower {
  const { numExamples, width, layers, numDenseLayers } = tower;
  const sums = layers.map(({ numInputs, numOutputs }) =>
    new Array<number>((numInputs + 1) * numOutputs).fill(0),
  );
  const result: ClearTower = { probabilities: [], history: [], target: [], layers: [] };
  for (let b = 0; b < numExamples; b++) {
    const history = rowOf(tower.history, b, width);
    const target = rowOf(tower.target, b, width);
    const inputs: number[][] = [];
    let x = rowOf(tower.features, b, layers[0].numInputs);
    let dense: number[] = [];
    layers.forEach((layer, i) => {
      if (i === numDenseLayers) {
        dense = x;
        x = [...dense, dot(dense, history), dot(dense, target), dot(history, target), 0];
      }
      inputs.push(x);
      const isLinear = i === numDenseLayers - 1 || i === layers.length - 1;
      x = forward(layer, x).map((value) => (isLinear ? value : Math.max(0, value)));
    });
    const p = 1 / (1 + Math.exp(-x[0]));
    result.probabilities.push(p);
    let gradient = x.map((_, o) => (o === 0 ? (p - tower.labels[b]) / numExamples : 0));
    let output = x;
    for (let i = layers.length - 1; i >= 0; i--) {
      const isLinear = i === numDenseLayers - 1 || i === layers.length - 1;
      const before = gradient.map((value, o) => (isLinear || output[o] > 0 ? value : 0));
      addOuter(sums[i], inputs[i], before);
      gradient = inputs[i].map((_, k) => dot(rowOf(layers[i].weight, k, before.length), before));
      output = inputs[i];
      if (i !== numDenseLayers) continue;
      const [dh, dt, ht] = gradient.slice(width);
      result.history.push(...dense.map((d, m) => dh * d + ht * target[m]));
      result.target.push(...dense.map((d, m) => dt * d + ht * history[m]));
      gradient = dense.map((_, m) => gradient[m] + dh * history[m] + dt * target[m]);
      output = dense;
    }
  }
  result.layers = sums.flat();
  return result;
}

function forward({ numInputs, numOutputs, weight, bias }: TowerLayer, x: number[]): number[] {
  return Array.from({ length: numOutputs }, (_, o) => {
    let sum = bias[o];
    for (let i = 0; i < numInputs; i++) sum += x[i] * weight[i * numOutputs + o];
    return sum;
  });
}

/** x gradient^T, then the gradient itself for the bias. */
function addOuter(sums: number[], x: number[], gradient: number[]): void {
  [...x, 1].forEach((value, i) => {
    gradient.forEach((g, o) => (sums[i * gradient.length + o] += value * g));
  });
}

/** Bypass with every click on its own: W meets each, and the mean comes last. */
export function clearBypass(block: BypassBlock): Record<string, number[]> {
  const { numExamples, historyLength: T, width: M, numAges } = block;
  const history = new Array<number>(numExamples * M).fill(0);
  const dClicks = new Array<number>(numExamples * M).fill(0);
  const dWeight = new Array<number>(M * M).fill(0);
  const dAgeVectors = new Array<number>(numAges * M).fill(0);
  for (let b = 0; b < numExamples; b++) {
    const d = rowOf(block.dHistory, b, M);
    for (let m = 0; m < M; m++) dClicks[b * M + m] = dot(rowOf(block.weight, m, M), d);
    const length = block.lengths[b];
    for (let t = 0; t < length; t++) {
      const item = rowOf(block.items, block.index[b * T + t], M);
      const bucket = Math.floor(Math.log2(block.ages[b * T + t]));
      const age = Math.max(0, Math.min(numAges - 1, bucket));
      const ageVector = rowOf(block.ageVectors, age, M);
      for (let i = 0; i < M; i++) {
        const value = item[i] + ageVector[i];
        for (let o = 0; o < M; o++) {
          history[b * M + o] += (value * block.weight[i * M + o]) / length;
          dWeight[i * M + o] += (value * d[o]) / length;
        }
        dAgeVectors[age * M + i] += dClicks[b * M + i] / length;
      }
    }
  }
  return { history, dClicks, dWeight, dAgeVectors };
}
