// Eigenvalues and eigenvectors of a symmetric matrix.

/** Largest eigenvalue first; ties stay in the order in which they were found. */
export interface SymmetricEigen {
  readonly values_D: Float64Array;
  /** Row i is the eigenvector of value i, of length 1; its entry of the largest size is positive. */
  readonly vectors_DD: Float64Array;
}

/** Rotations for one eigenvalue; three or so are usual. */
const MOST_SWEEPS = 60;

/**
 * From then on what rounding leaves of the largest entries counts as nothing. Else a covariance of fewer points than
 * dimensions does not settle: among eigenvalues of 0 every rotation leaves such rests anew.
 */
const PATIENT_SWEEPS = 30;

/**
 * Householder reflections to a tridiagonal matrix, then QL steps with implicit shifts. Only sums, products, quotients and
 * square roots in 64 bits, one after the other, so that the bits are the same on every processor.
 *
 * Cost: some 8 D^3 operations: a second for D = 384, some 15 s for 1024.
 *
 * @param matrix_DD flat row-major; stays as it is
 * @throws Error for entries that are no numbers: it does not end then
 * @see Golub 2013, Matrix Computations, 8.3
 */
export function symmetricEigen(matrix_DD: Float64Array, size: number): SymmetricEigen {
  // Rows of `vectors_DD` become the eigenvectors: the transpose of what is usual, so that inner loops run along rows.
  const { diagonal_D, beside_D, vectors_DD } = tridiagonalize(matrix_DD.slice(), size);
  for (let row = 0; row < size; row++) findEigenvalue(row, diagonal_D, beside_D, vectors_DD, size);
  return inOrder(diagonal_D, vectors_DD, size);
}

interface Tridiagonal {
  readonly diagonal_D: Float64Array;
  /** Entry i stands between rows i and i + 1; the last is 0. */
  readonly beside_D: Float64Array;
  /** The transpose of the product of all reflections. */
  readonly vectors_DD: Float64Array;
}

/** @param a_DD is worked on in place; below and right of each step stands what is left to do */
function tridiagonalize(a_DD: Float64Array, size: number): Tridiagonal {
  const [diagonal_D, beside_D] = [new Float64Array(size), new Float64Array(size)];
  const reflections_DD = new Float64Array(size * size);
  for (let step = 0; step < size - 1; step++) {
    diagonal_D[step] = a_DD[step * size + step];
    const v = reflections_DD.subarray(step * size, (step + 1) * size);
    beside_D[step] = reflectionOf(a_DD, step, size, v);
    reflectBothSides(a_DD, step + 1, size, v);
  }
  diagonal_D[size - 1] = a_DD[size * size - 1];
  const vectors_DD = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors_DD[i * size + i] = 1;
  for (let step = size - 2; step >= 0; step--) {
    const v = reflections_DD.subarray(step * size, (step + 1) * size);
    for (let row = step + 1; row < size; row++) {
      const start = row * size;
      let dot = 0;
      for (let i = step + 1; i < size; i++) dot += v[i] * vectors_DD[start + i];
      for (let i = step + 1; i < size; i++) vectors_DD[start + i] -= 2 * dot * v[i];
    }
  }
  return { diagonal_D, beside_D, vectors_DD };
}

/**
 * Fills `v` with the unit vector whose reflection turns the row right of the diagonal into (c, 0, ..., 0); zeros where it is
 * so already.
 *
 * @returns c
 */
function reflectionOf(a_DD: Float64Array, step: number, size: number, v: Float64Array): number {
  const row = a_DD.subarray(step * size, (step + 1) * size);
  const first = row[step + 1];
  let rest = 0;
  for (let i = step + 2; i < size; i++) rest += row[i] * row[i];
  if (rest === 0) return first;
  const length = Math.sqrt(first * first + rest);
  const c = first > 0 ? -length : length;
  const norm = Math.sqrt((first - c) * (first - c) + rest);
  v[step + 1] = (first - c) / norm;
  for (let i = step + 2; i < size; i++) v[i] = row[i] / norm;
  return c;
}

/** A <- (1 - 2 v v') A (1 - 2 v v') from a row and column on: A - v w' - w v' with w = 2 (A v - (v' A v) v). */
function reflectBothSides(a_DD: Float64Array, from: number, size: number, v: Float64Array): void {
  if (!v.some((each) => each !== 0)) return;
  const w = new Float64Array(size);
  let dot = 0;
  for (let row = from; row < size; row++) {
    let sum = 0;
    for (let i = from; i < size; i++) sum += a_DD[row * size + i] * v[i];
    w[row] = sum;
    dot += sum * v[row];
  }
  for (let i = from; i < size; i++) w[i] = 2 * (w[i] - dot * v[i]);
  for (let row = from; row < size; row++) {
    const [vr, wr] = [v[row], w[row]];
    for (let i = from; i < size; i++) a_DD[row * size + i] -= vr * w[i] + wr * v[i];
  }
}

/** QL steps until row `l` of the tridiagonal matrix stands apart from the next; rows before it do already. */
function findEigenvalue(
  l: number,
  d: Float64Array,
  e: Float64Array,
  vectors_DD: Float64Array,
  size: number,
): void {
  for (let sweep = 0; ; sweep++) {
    const nothing = sweep < PATIENT_SWEEPS ? 0 : Number.EPSILON * largestOf(d, e);
    let m = l;
    while (m < size - 1 && !isNegligible(e[m], d[m], d[m + 1], nothing)) m++;
    if (m === l) return;
    if (sweep === MOST_SWEEPS) throw new Error('eigenvalues do not settle: not all are numbers');
    // Wilkinson's shift: the eigenvalue of the leading 2 x 2 block that is nearer to d[l].
    const half = (d[l + 1] - d[l]) / (2 * e[l]);
    const root = Math.sqrt(half * half + 1);
    let g = d[m] - d[l] + e[l] / (half + (half < 0 ? -root : root));
    let [sine, cosine, p] = [1, 1, 0];
    let i = m - 1;
    for (; i >= l; i--) {
      const f = sine * e[i];
      const b = cosine * e[i];
      const r = Math.sqrt(f * f + g * g);
      e[i + 1] = r;
      if (r === 0) {
        d[i + 1] -= p;
        e[m] = 0;
        break;
      }
      sine = f / r;
      cosine = g / r;
      g = d[i + 1] - p;
      const t = (d[i] - g) * sine + 2 * cosine * b;
      p = sine * t;
      d[i + 1] = g + p;
      g = cosine * t - b;
      rotateRows(vectors_DD, i, size, sine, cosine);
    }
    if (i >= l) continue;
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }
}

function isNegligible(beside: number, a: number, b: number, nothing: number): boolean {
  return Math.abs(beside) <= Number.EPSILON * (Math.abs(a) + Math.abs(b)) + nothing;
}

function largestOf(d: Float64Array, e: Float64Array): number {
  return d.reduce((largest, each, i) => Math.max(largest, Math.abs(each), Math.abs(e[i])), 0);
}

function rotateRows(
  vectors_DD: Float64Array,
  row: number,
  size: number,
  sine: number,
  cosine: number,
): void {
  const [first, second] = [row * size, (row + 1) * size];
  for (let i = 0; i < size; i++) {
    const below = vectors_DD[second + i];
    const here = vectors_DD[first + i];
    vectors_DD[second + i] = sine * here + cosine * below;
    vectors_DD[first + i] = cosine * here - sine * below;
  }
}

function inOrder(diagonal_D: Float64Array, rows_DD: Float64Array, size: number): SymmetricEigen {
  const order = [...diagonal_D.keys()].sort((a, b) => diagonal_D[b] - diagonal_D[a] || a - b);
  const vectors_DD = new Float64Array(size * size);
  order.forEach((from, to) => {
    const row = rows_DD.subarray(from * size, (from + 1) * size);
    const largest = row.reduce((best, each) => (Math.abs(each) > Math.abs(best) ? each : best), 0);
    vectors_DD.set(largest < 0 ? row.map((each) => -each) : row, to * size);
  });
  return { values_D: Float64Array.from(order, (from) => diagonal_D[from]), vectors_DD };
}
