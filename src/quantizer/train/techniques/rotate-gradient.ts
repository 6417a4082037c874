// The rotation trick.

/** What lengths are divided by at least, as in vector-quantize-pytorch. */
const LEAST_LENGTH = 1e-6;

/**
 * Hands the decoder's gradient back to the latent as if the latent had been turned and stretched into its quantized value,
 * q = lambda R z with lambda = |q| / |z| and R the rotation from z to q, both held:
 *
 *     dz = lambda R^T dq = lambda ( dq - 2 (w . dq) w + 2 (q' . dq) z' )
 *
 * with z' = z / |z|, q' = q / |q|, w = (z' + q') / |z' + q'|. The angle between gradient and code stays as it was, so that
 * latents of one code are pushed apart or together by where they lie around it.
 *
 * @param dQuantized_BZ becomes the latents' gradient
 * @see Fifty 2024 (arXiv 2410.06424), section 4.2
 */
export function rotateGradient(
  dQuantized_BZ: Float32Array,
  z_BZ: Float32Array,
  quantized_BZ: Float32Array,
  width: number,
): void {
  const [u_Z, q_Z, w_Z] = [0, 1, 2].map(() => new Float64Array(width));
  for (let start = 0; start < z_BZ.length; start += width) {
    const zLength = toDirection(u_Z, (d) => z_BZ[start + d]);
    const qLength = toDirection(q_Z, (d) => quantized_BZ[start + d]);
    toDirection(w_Z, (d) => u_Z[d] + q_Z[d]);
    let [alongW, alongQ] = [0, 0];
    for (let d = 0; d < width; d++) {
      alongW += w_Z[d] * dQuantized_BZ[start + d];
      alongQ += q_Z[d] * dQuantized_BZ[start + d];
    }
    const stretch = qLength / Math.max(zLength, LEAST_LENGTH);
    for (let d = 0; d < width; d++) {
      const turned = dQuantized_BZ[start + d] - 2 * alongW * w_Z[d] + 2 * alongQ * u_Z[d];
      dQuantized_BZ[start + d] = stretch * turned;
    }
  }
}

/** @returns the length of the vector, of which `out` becomes the direction */
function toDirection(out: Float64Array, at: (d: number) => number): number {
  let square = 0;
  for (let d = 0; d < out.length; d++) {
    out[d] = at(d);
    square += out[d] * out[d];
  }
  const length = Math.sqrt(square);
  for (let d = 0; d < out.length; d++) out[d] /= Math.max(length, LEAST_LENGTH);
  return length;
}
