// Self-attention over the clicks.
import { xavierUniform } from '../../nn/initializers.ts';
import { add, matmul, multiply, scaleColumns, sumRows, transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import { createNormParameters, foldNorm, unfoldNorm } from './fold-norm.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/**
 * One Transformer block over the clicks, then the mean over them:
 *
 *     A = softmax( LN(X) Wq (LN(X) Wk)^T / sqrt(d_m) );   X1 = A LN(X) Wv + X;   X2 = MLP(LN(X1)) + X1
 *
 * @see Zheng 2025, section 3; one head, as the formula there has it
 */
export function createTransformer(input: HistoryModuleInput): HistoryModule {
  return createAttentionModule(input, createSelfAttention(input));
}

/**
 * LN(X) = X^ diag(s) + c with the layer normalization's scale s and shift c, so with R = Wq Wk^T / sqrt(d_m)
 *
 *     LN(x_i) R LN(x_j)^T = LN(x_i) R diag(s) x^_j^T + what does not depend on j,
 *
 * which a softmax over j does not see. Keys are X^ itself; the queries' map is R diag(s) behind the normalization. And
 * A LN(X) Wv = A X^ diag(s) Wv + c Wv, since the rows of A sum to 1.
 */
function createSelfAttention({ width: M, rng }: HistoryModuleInput): AttentionHalf {
  const square = (name: string): Parameter =>
    createParameter(`history.${name}`, [M, M], xavierUniform([M, M], rng.split(name)));
  const norm = createNormParameters('history.norm1', M);
  const [query, key, value] = ['query', 'key', 'value'].map(square);
  const root = Math.sqrt(M);
  /** R */
  const relate = (): Float32Array =>
    matmul(query.values, transpose(key.values, M), M).map((score) => score / root);
  return {
    numSeeds: 0,
    parameters: [norm.scale, norm.shift, query, key, value],
    fold() {
      const scores = foldNorm(norm, scaleColumns(relate(), norm.scale.values));
      const mixed = foldNorm(norm, value.values);
      return {
        scores: scores.weight_MO,
        scoreBias: scores.bias_O,
        value: mixed.weight_MO,
        residual: mixed.bias_O,
      };
    },
    unfold(d) {
      const scores_MM = relate();
      const scaled_MM = scaleColumns(scores_MM, norm.scale.values);
      const ofScores = unfoldNorm(norm, scaled_MM, { weight_MO: d.scores, bias_O: d.scoreBias });
      const ofValue = unfoldNorm(norm, value.values, { weight_MO: d.value, bias_O: d.residual });
      const dKeyScale_M = sumRows(multiply(ofScores.dWeight_MO, scores_MM), M);
      const dScale_M = add(add(ofScores.dScale_M, ofValue.dScale_M), dKeyScale_M);
      const dScores_MM = scaleColumns(ofScores.dWeight_MO, norm.scale.values).map((x) => x / root);
      return [
        { parameter: norm.scale, gradient: dScale_M },
        { parameter: norm.shift, gradient: add(ofScores.dShift_M, ofValue.dShift_M) },
        { parameter: query, gradient: matmul(dScores_MM, key.values, M) },
        { parameter: key, gradient: matmul(transpose(dScores_MM, M), query.values, M) },
        { parameter: value, gradient: ofValue.dWeight_MO },
      ];
    },
  };
}
