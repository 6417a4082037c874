// Products and sums of small matrices in plain arrays, flat and row-major.

/** a b. @param a_XI of I columns @returns X x O */
export function matmul(a_XI: Float32Array, b_IO: Float32Array, I: number): Float32Array {
  const [X, O] = [a_XI.length / I, b_IO.length / I];
  const out_XO = new Float32Array(X * O);
  for (let x = 0; x < X; x++) {
    for (let i = 0; i < I; i++) {
      const factor = a_XI[x * I + i];
      for (let o = 0; o < O; o++) out_XO[x * O + o] += factor * b_IO[i * O + o];
    }
  }
  return out_XO;
}

/** @param I columns of `a_XI` @returns I x X */
export function transpose(a_XI: Float32Array, I: number): Float32Array {
  const X = a_XI.length / I;
  const out_IX = new Float32Array(a_XI.length);
  for (let x = 0; x < X; x++) {
    for (let i = 0; i < I; i++) out_IX[i * X + x] = a_XI[x * I + i];
  }
  return out_IX;
}

/** a diag(s): each column times its factor. */
export function scaleColumns(a_XI: Float32Array, scale_I: Float32Array): Float32Array {
  return a_XI.map((value, i) => value * scale_I[i % scale_I.length]);
}

/** diag(s) a: each row times its factor. */
export function scaleRows(scale_X: Float32Array, a_XI: Float32Array): Float32Array {
  const I = a_XI.length / scale_X.length;
  return a_XI.map((value, i) => value * scale_X[Math.floor(i / I)]);
}

/** The sum of the rows. @param I columns */
export function sumRows(a_XI: Float32Array, I: number): Float32Array {
  const sum_I = new Float32Array(I);
  for (let i = 0; i < a_XI.length; i++) sum_I[i % I] += a_XI[i];
  return sum_I;
}

/** The sum of two arrays, place by place. */
export function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]);
}

/** The product of two arrays, place by place. */
export function multiply(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value * b[i]);
}
