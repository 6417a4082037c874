import { tf } from '../engine/tf.ts';

/**
 * DLRM's interaction: the dot product of every pair of vectors, behind the dense vector.
 *
 *     out_b = [ v_0 ; v_i . v_j for i < j ]
 *
 * @param vectors_BM the dense vector first, all B x M; at least two
 * @returns interaction_BI with I = M + pairs, which the caller disposes
 * @see Zheng 2025, section 3; Naumov 2019 (DLRM, arXiv 1906.00091)
 */
export function interact(vectors_BM: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tf.tidy(() => {
    const dots_B1 = pairs(vectors_BM.length).map(([i, j]) =>
      tf.sum<tf.Tensor2D>(tf.mul(vectors_BM[i], vectors_BM[j]), 1, true),
    );
    return tf.concat2d([vectors_BM[0], ...dots_B1], 1);
  });
}

/**
 * @param gradient_BI of the loss to what `interact` gave
 * @returns the gradient to each vector, which the caller disposes
 */
export function interactGradient(
  vectors_BM: readonly tf.Tensor2D[],
  gradient_BI: tf.Tensor2D,
): tf.Tensor2D[] {
  return tf.tidy(() => {
    const [numExamples, width] = vectors_BM[0].shape;
    const gradients: tf.Tensor2D[][] = vectors_BM.map(() => []);
    gradients[0].push(tf.slice2d(gradient_BI, [0, 0], [numExamples, width]));
    pairs(vectors_BM.length).forEach(([i, j], pair) => {
      const dotGradient_B1 = tf.slice2d(gradient_BI, [0, width + pair], [numExamples, 1]);
      gradients[i].push(tf.mul(dotGradient_B1, vectors_BM[j]));
      gradients[j].push(tf.mul(dotGradient_B1, vectors_BM[i]));
    });
    return gradients.map((parts) => tf.addN(parts));
  });
}

/** Columns that `interact` gives for a number of vectors of width M. */
export function interactionWidth(numVectors: number, width: number): number {
  return width + (numVectors * (numVectors - 1)) / 2;
}

/** (0,1), (0,2), (1,2) for three. */
function pairs(count: number): [number, number][] {
  const all: [number, number][] = [];
  for (let j = 1; j < count; j++) for (let i = 0; i < j; i++) all.push([i, j]);
  return all;
}
