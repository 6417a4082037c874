// Learned seeds as queries.
import { normal, xavierUniform } from '../../nn/initializers.ts';
import { add, matmul, multiply, scaleColumns, sumRows, transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import { createNormParameters, foldNorm, unfoldNorm } from './fold-norm.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/** S; d_s of Zheng 2025. */
const NUM_SEEDS = 32;

/**
 * Pooling by single-head attention: the Transformer block with learned seeds Q in the place of the queries, then the
 * mean over the seeds:
 *
 *     A = softmax( Q (LN(X) Wk)^T / sqrt(d_m) );   X1 = A LN(X) Wv + Q;   X2 = MLP(LN(X1)) + X1
 *
 * @see Zheng 2025, section 3 (PMA); Lee 2019, Set Transformer
 */
export function createPma(input: HistoryModuleInput): HistoryModule {
  return createAttentionModule(input, createSeedAttention(input));
}

/**
 * As in transformer.ts, with LN(X) = X^ diag(s) + c: S Wk^T LN(x_j)^T = (S Wk^T diag(s)) x^_j^T + what does not depend
 * on j. Seeds do not depend on the example, so that queries are one small matrix, and keys are never made.
 */
function createSeedAttention({ width: M, rng }: HistoryModuleInput): AttentionHalf {
  const square = (name: string): Parameter =>
    createParameter(`history.${name}`, [M, M], xavierUniform([M, M], rng.split(name)));
  const norm = createNormParameters('history.norm1', M);
  const seedValues = normal(NUM_SEEDS * M, 1 / Math.sqrt(M), rng.split('seeds'));
  const seeds = createParameter('history.seeds', [NUM_SEEDS, M], seedValues);
  const [key, value] = ['key', 'value'].map(square);
  const root = Math.sqrt(M);
  /** S Wk^T / sqrt(d_m) */
  const query = (): Float32Array =>
    matmul(seeds.values, transpose(key.values, M), M).map((score) => score / root);
  return {
    numSeeds: NUM_SEEDS,
    parameters: [norm.scale, norm.shift, seeds, key, value],
    fold() {
      const mixed = foldNorm(norm, value.values);
      const ones_S = new Float32Array(NUM_SEEDS).fill(1);
      return {
        scores: scaleColumns(query(), norm.scale.values),
        scoreBias: new Float32Array(M),
        value: mixed.weight_MO,
        residual: add(matmul(ones_S, mixed.bias_O, 1), seeds.values),
      };
    },
    unfold(d) {
      const bias_O = sumRows(d.residual, M);
      const ofValue = unfoldNorm(norm, value.values, { weight_MO: d.value, bias_O });
      const dKeyScale_M = sumRows(multiply(d.scores, query()), M);
      const dScores_SM = scaleColumns(d.scores, norm.scale.values).map((x) => x / root);
      return [
        { parameter: norm.scale, gradient: add(ofValue.dScale_M, dKeyScale_M) },
        { parameter: norm.shift, gradient: ofValue.dShift_M },
        { parameter: seeds, gradient: add(matmul(dScores_SM, key.values, M), d.residual) },
        { parameter: key, gradient: matmul(transpose(dScores_SM, M), seeds.values, NUM_SEEDS) },
        { parameter: value, gradient: ofValue.dWeight_MO },
      ];
    },
  };
}
