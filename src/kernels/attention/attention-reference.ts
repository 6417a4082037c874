// An attention block example by example, as its formulas stand in attention-layout.ts.
import { EXAMPLES_PER_GROUP, filledUp } from '../example-groups.ts';
import type { Kernels } from '../kernels.ts';
import { lengthFor, sizesOf } from '../layout/block-sizes.ts';
import { addTo, ageBucket, dot, flip, plus, rowsOf, times } from '../reference-rows.ts';
import type { Rows } from '../reference-rows.ts';
import { ATTENTION } from './attention-layout.ts';
import type { AttentionBlock } from './attention-layout.ts';

/** nn.LayerNorm's in PyTorch. */
const EPSILON = 1e-5;

/** `attend` fills the history and the attention; the rest that is kept for the way back is computed again there. */
export const attentionReference: Pick<Kernels, 'attend' | 'attendBack'> = {
  attend(block) {
    const { width: M, weight2_FM, bias2_M, history_BM, attention_BQK, lengths_B } = block;
    history_BM.fill(0);
    lengths_B.forEach((length, b) => {
      if (length === 0) return;
      const { attention, pooledHidden, x1 } = forward(block, b);
      const [linear] = times([pooledHidden], rowsOf(weight2_FM, M));
      history_BM.set(plus(plus(linear, [...bias2_M]), meanOf(x1)), b * M);
      const begin = (attention_BQK.length / lengths_B.length) * b;
      attention.forEach((row, q) => attention_BQK.set(row, begin + q * filledUp(length)));
    });
  },
  attendBack(block) {
    block.sums_GP.fill(0);
    block.lengths_B.forEach((length, b) => {
      if (length > 0) backward(block, b);
    });
  },
};

function forward(block: AttentionBlock, b: number) {
  const { width: M, hidden: F, historyLength: T, numSeeds, numAges } = block;
  const length = block.lengths_B[b];
  const clicks = Array.from({ length }, (_, t) => b * T + t);
  const ages = clicks.map((at) => ageBucket(block.ages_BT[at], numAges));
  const positions = clicks.map((_, t) => length - 1 - t);
  const x = clicks.map((at, t) => {
    const [item] = rowsOf(block.items_UM, M, block.index_BT[at], 1);
    const [age] = rowsOf(block.ageVectors_AM, M, ages[t], 1);
    return plus(plus(item, age), rowsOf(block.positionVectors_LM, M, positions[t], 1)[0]);
  });
  const norm1 = x.map(normalize);
  const units1 = norm1.map(({ unit }) => unit);
  const scores = rowsOf(block.scores_XM, M);
  const queries =
    numSeeds > 0 ? scores : times(units1, scores).map((row) => plus(row, [...block.scoreBias_M]));
  const attention = times(queries, flip(units1)).map(softmax);
  const mixed = times(attention, units1);
  const residual = rowsOf(block.residual_RM, M);
  const x1 = times(mixed, rowsOf(block.value_MM, M)).map((row, q) =>
    numSeeds > 0 ? plus(row, residual[q]) : plus(plus(row, residual[0]), x[q]),
  );
  const norm2 = x1.map(normalize);
  const units2 = norm2.map(({ unit }) => unit);
  const hidden = times(units2, rowsOf(block.weight1_MF, F)).map((row) =>
    plus(row, [...block.bias1_F]).map((value) => Math.max(0, value)),
  );
  const pooledHidden = meanOf(hidden);
  return {
    ...{ ages, positions, norm1, units1, queries, attention, mixed, x1, norm2, units2, hidden },
    pooledHidden,
  };
}

function backward(block: AttentionBlock, b: number): void {
  const { width: M, hidden: F, numSeeds, historyLength: T, sums_GP } = block;
  const pass = forward(block, b);
  const { units1, units2, attention } = pass;
  const add = sumsOf(block, Math.floor(b / EXAMPLES_PER_GROUP), sums_GP);
  const share = 1 / attention.length;

  const [dHistory] = rowsOf(block.dHistory_BM, M, b, 1);
  const [dPooledHidden] = times([dHistory], flip(rowsOf(block.weight2_FM, M)));
  add('bias2_M', [dHistory]);
  add('weight2_FM', times(flip([pass.pooledHidden]), [dHistory]));

  const dHidden = pass.hidden.map((row) =>
    row.map((value, f) => (value > 0 ? share * dPooledHidden[f] : 0)),
  );
  add('weight1_MF', times(flip(units2), dHidden));
  for (const row of dHidden) add('bias1_F', [row]);
  const dX1 = times(dHidden, flip(rowsOf(block.weight1_MF, F))).map((d, q) =>
    plus(
      dHistory.map((value) => share * value),
      normalizeBack(d, pass.norm2[q]),
    ),
  );

  add('value_MM', times(flip(pass.mixed), dX1));
  if (numSeeds > 0) add('residual_RM', dX1);
  else for (const row of dX1) add('residual_RM', [row]);
  const dMixed = times(dX1, flip(rowsOf(block.value_MM, M)));
  const dScores = times(dMixed, flip(units1)).map((d, q) => softmaxBack(d, attention[q]));
  let dUnits1 = addRows(times(flip(attention), dMixed), times(flip(dScores), pass.queries));
  const dQueries = times(dScores, units1);
  if (numSeeds > 0) add('scores_XM', dQueries);
  else {
    add('scores_XM', times(flip(units1), dQueries));
    for (const row of dQueries) add('scoreBias_M', [row]);
    dUnits1 = addRows(dUnits1, times(dQueries, flip(rowsOf(block.scores_XM, M))));
  }

  dUnits1.forEach((d, t) => {
    const dClick = normalizeBack(d, pass.norm1[t]);
    const dX = numSeeds > 0 ? dClick : plus(dClick, dX1[t]);
    block.dClicks_BTM.set(dX, (b * T + t) * M);
    add('ageVectors_AM', [dX], pass.ages[t] * M);
    add('positionVectors_LM', [dX], pass.positions[t] * M);
  });
}

/** Adds to a group's sum of a name, from a place in it on. */
function sumsOf(block: AttentionBlock, group: number, sums_GP: Float32Array) {
  const sizes = sizesOf(ATTENTION, block);
  const begins = new Map<string, number>();
  let end = (group * sums_GP.length) / sizes.G;
  for (const name of ATTENTION.sums ?? []) {
    begins.set(name, end);
    end += lengthFor(name, sizes);
  }
  return (name: string, rows: Rows, place = 0): void =>
    addTo(sums_GP, (begins.get(name) ?? NaN) + place, rows);
}

interface Normalized {
  readonly unit: number[];
  /** 1 / deviation */
  readonly inverse: number;
}

function normalize(x: readonly number[]): Normalized {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const centered = x.map((value) => value - mean);
  const inverse = 1 / Math.sqrt(dot(centered, centered) / x.length + EPSILON);
  return { unit: centered.map((value) => value * inverse), inverse };
}

/** The gradient to x: inverse (d - mean(d) - unit mean(d unit)). */
function normalizeBack(d: readonly number[], { unit, inverse }: Normalized): number[] {
  const mean = d.reduce((sum, value) => sum + value, 0) / d.length;
  const slope = dot(d, unit) / d.length;
  return d.map((value, m) => inverse * (value - mean - unit[m] * slope));
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function softmaxBack(d: readonly number[], probabilities: readonly number[]): number[] {
  const mean = dot(d, probabilities);
  return d.map((value, i) => probabilities[i] * (value - mean));
}

function addRows(a: Rows, b: Rows): number[][] {
  return a.map((row, i) => plus(row, b[i]));
}

function meanOf(rows: Rows): number[] {
  return flip(rows).map((column) => column.reduce((sum, value) => sum + value, 0) / rows.length);
}
