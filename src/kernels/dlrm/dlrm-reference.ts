// The ranker's dense part example by example, as its formulas stand in dlrm-layout.ts.
import { EXAMPLES_PER_GROUP } from '../example-groups.ts';
import type { Kernels } from '../kernels.ts';
import { addTo, dot, flip, plus, rowsOf, times } from '../reference-rows.ts';
import { dlrmSumsLength } from './dlrm-layout.ts';
import type { DlrmBlock } from './dlrm-layout.ts';

export const dlrmReference: Pick<Kernels, 'dlrm'> = {
  dlrm(block) {
    const { gradients, probabilities_B } = block;
    gradients?.sums_GP.fill(0);
    for (let b = 0; b < block.numExamples; b++) {
      const pass = forward(block, b);
      probabilities_B[b] = pass.probability;
      if (gradients !== undefined) backward(block, b, pass, gradients);
    }
  },
};

interface Pass {
  /** What each layer takes, and what it gives behind its ReLU. */
  readonly inputs: number[][];
  readonly outputs: number[][];
  /** Dense features, history, target item, its categories. */
  readonly vectors: readonly number[][];
  readonly probability: number;
}

function forward(block: DlrmBlock, b: number): Pass {
  const { width: M, layers, numDenseLayers, numExamples } = block;
  const [features] = rowsOf(block.features_BF, layers[0].numInputs, b, 1);
  const others = [
    ...rowsOf(block.history_BM, M, b, 1),
    ...rowsOf(block.target_BM, M, b, 1),
    ...rowsOf(block.categories_CBM, M).filter((_, row) => row % numExamples === b),
  ];
  const [inputs, outputs]: number[][][] = [[], []];
  let x = features;
  let vectors: number[][] = [];
  layers.forEach(({ numOutputs, weight_IO, bias_O }, i) => {
    if (i === numDenseLayers) {
      vectors = [x, ...others];
      const dots = pairsOf(vectors).map(([v, w]) => dot(vectors[v], vectors[w]));
      x = [...x, ...dots];
      while (x.length < layers[i].numInputs) x.push(0);
    }
    inputs.push(x);
    const y = plus(times([x], rowsOf(weight_IO, numOutputs))[0], [...bias_O]);
    x = hasRelu(block, i) ? y.map((value) => Math.max(0, value)) : y;
    outputs.push(x);
  });
  const probability = 1 / (1 + Math.exp(-x[0]));
  return { inputs, outputs, vectors, probability };
}

function backward(
  block: DlrmBlock,
  b: number,
  { inputs, outputs, vectors, probability }: Pass,
  gradients: NonNullable<DlrmBlock['gradients']>,
): void {
  const { width: M, layers, numDenseLayers, numExamples, labels_B } = block;
  let at = (Math.floor(b / EXAMPLES_PER_GROUP) + 1) * dlrmSumsLength(layers);
  let d = outputs[layers.length - 1].map((_, o) =>
    o === 0 ? (probability - labels_B[b]) / numExamples : 0,
  );
  for (let i = layers.length - 1; i >= 0; i--) {
    const { numInputs, numOutputs, weight_IO } = layers[i];
    if (hasRelu(block, i)) d = d.map((value, o) => (outputs[i][o] > 0 ? value : 0));
    at -= (numInputs + 1) * numOutputs;
    addTo(gradients.sums_GP, at, [...times(flip([inputs[i]]), [d]), d]);
    d = times([d], flip(rowsOf(weight_IO, numOutputs)))[0];
    if (i !== numDenseLayers) continue;
    const ofVectors = vectors.map((vector, v) => vector.map((_, m) => (v === 0 ? d[m] : 0)));
    for (const [pair, [v, w]] of pairsOf(vectors).entries()) {
      for (let m = 0; m < M; m++) {
        ofVectors[v][m] += d[M + pair] * vectors[w][m];
        ofVectors[w][m] += d[M + pair] * vectors[v][m];
      }
    }
    const [ofDense, ofHistory, ofTarget, ...ofCategories] = ofVectors;
    gradients.history_BM.set(ofHistory, b * M);
    gradients.target_BM.set(ofTarget, b * M);
    ofCategories.forEach((each, c) => {
      gradients.categories_CBM.set(each, (c * numExamples + b) * M);
    });
    d = ofDense;
  }
}

/** Each vector with those before it, in the order of their dot products. */
function pairsOf(vectors: readonly number[][]): [number, number][] {
  return vectors.flatMap((_, w) => Array.from({ length: w }, (_, v): [number, number] => [v, w]));
}

/** Both MLPs have one behind all layers but their last. */
function hasRelu({ layers, numDenseLayers }: DlrmBlock, i: number): boolean {
  return i !== numDenseLayers - 1 && i !== layers.length - 1;
}
