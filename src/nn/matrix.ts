// Products and sums of small matrices in plain arrays, flat and row-major.

/** a b. @param a_MK of K columns @returns M x N */
export function matmul(a_MK: Float32Array, b_KN: Float32Array, K: number): Float32Array {
  const [M, N] = [a_MK.length / K, b_KN.length / K];
  const out_MN = new Float32Array(M * N);
  for (let m = 0; m < M; m++) {
    for (let k = 0; k < K; k++) {
      const factor = a_MK[m * K + k];
      for (let n = 0; n < N; n++) out_MN[m * N + n] += factor * b_KN[k * N + n];
    }
  }
  return out_MN;
}

/** @param N columns of `a_MN` @returns N x M */
export function transpose(a_MN: Float32Array, N: number): Float32Array {
  const M = a_MN.length / N;
  const out_NM = new Float32Array(a_MN.length);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) out_NM[n * M + m] = a_MN[m * N + n];
  }
  return out_NM;
}

/** a diag(s): each column times its factor. */
export function scaleColumns(a_MN: Float32Array, scale_N: Float32Array): Float32Array {
  return a_MN.map((value, i) => value * scale_N[i % scale_N.length]);
}

/** diag(s) a: each row times its factor. */
export function scaleRows(scale_M: Float32Array, a_MN: Float32Array): Float32Array {
  const N = a_MN.length / scale_M.length;
  return a_MN.map((value, i) => value * scale_M[Math.floor(i / N)]);
}

/** The sum of the rows. @param N columns */
export function sumRows(a_MN: Float32Array, N: number): Float32Array {
  const sum_N = new Float32Array(N);
  for (let i = 0; i < a_MN.length; i++) sum_N[i % N] += a_MN[i];
  return sum_N;
}

/** The sum of two arrays, place by place. */
export function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]);
}

/** The product of two arrays, place by place. */
export function multiply(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value * b[i]);
}
