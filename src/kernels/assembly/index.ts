// AssemblyScript, compiled to WebAssembly SIMD. Every function takes byte addresses in the shared memory;
// widths are multiples of 4 floats. kernels.ts is the checked face, reference.ts the clear form of each.

/** Bytes of one v128. */
const V: usize = 16;

// @ts-ignore: decorator
@inline
function rowAt(base: usize, row: i32, widthBytes: usize): usize {
  return base + <usize>row * widthBytes;
}

// @ts-ignore: decorator
@inline
function addInto(to: usize, from: usize, widthBytes: usize): void {
  for (let o: usize = 0; o < widthBytes; o += V) {
    v128.store(to + o, f32x4.add(v128.load(to + o), v128.load(from + o)));
  }
}

/** out[i] = table[rows[i]] */
export function gatherRows(table: usize, rows: usize, out: usize, n: i32, width: i32): void {
  const widthBytes = <usize>width << 2;
  for (let i = 0; i < n; i++) {
    memory.copy(rowAt(out, i, widthBytes), rowAt(table, load<i32>(rows + (<usize>i << 2)), widthBytes), widthBytes);
  }
}

/** table[rows[i]] = values[i] */
export function scatterRows(table: usize, rows: usize, values: usize, n: i32, width: i32): void {
  const widthBytes = <usize>width << 2;
  for (let i = 0; i < n; i++) {
    memory.copy(rowAt(table, load<i32>(rows + (<usize>i << 2)), widthBytes), rowAt(values, i, widthBytes), widthBytes);
  }
}

/** out[i] = sum_j source[index[i, j]]; a negative index counts as nothing. */
export function sumRows(source: usize, index: usize, out: usize, begin: i32, end: i32, j: i32, width: i32): void {
  const widthBytes = <usize>width << 2;
  for (let i = begin; i < end; i++) {
    const to = rowAt(out, i, widthBytes);
    memory.fill(to, 0, widthBytes);
    const first = index + (<usize>i * <usize>j << 2);
    for (let k = 0; k < j; k++) {
      const row = load<i32>(first + (<usize>k << 2));
      if (row >= 0) addInto(to, rowAt(source, row, widthBytes), widthBytes);
    }
  }
}

/** target[index[i, j]] += values[i]; a negative index counts as nothing. */
export function addRows(target: usize, index: usize, values: usize, n: i32, j: i32, width: i32): void {
  const widthBytes = <usize>width << 2;
  for (let i = 0; i < n; i++) {
    const from = rowAt(values, i, widthBytes);
    const first = index + (<usize>i * <usize>j << 2);
    for (let k = 0; k < j; k++) {
      const row = load<i32>(first + (<usize>k << 2));
      if (row >= 0) addInto(rowAt(target, row, widthBytes), from, widthBytes);
    }
  }
}

/** out[b] = mean over t < lengths[b] of source[index[b, t]]; zero where the length is zero. */
export function meanPool(
  source: usize,
  index: usize,
  lengths: usize,
  out: usize,
  begin: i32,
  end: i32,
  t: i32,
  width: i32,
): void {
  const widthBytes = <usize>width << 2;
  for (let b = begin; b < end; b++) {
    const length = load<i32>(lengths + (<usize>b << 2));
    const first = index + (<usize>b * <usize>t << 2);
    const last = first + (<usize>length << 2);
    const to = rowAt(out, b, widthBytes);
    if (length == 0) {
      memory.fill(to, 0, widthBytes);
      continue;
    }
    const scale = f32x4.splat(1.0 / <f32>length);
    let o: usize = 0;
    // 32 floats at a time stay in registers while the positions pass by.
    for (; o + 8 * V <= widthBytes; o += 8 * V) {
      let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
      for (let p = first; p < last; p += 4) {
        const from = rowAt(source, load<i32>(p), widthBytes) + o;
        a0 = f32x4.add(a0, v128.load(from));
        a1 = f32x4.add(a1, v128.load(from, 16));
        a2 = f32x4.add(a2, v128.load(from, 32));
        a3 = f32x4.add(a3, v128.load(from, 48));
        a4 = f32x4.add(a4, v128.load(from, 64));
        a5 = f32x4.add(a5, v128.load(from, 80));
        a6 = f32x4.add(a6, v128.load(from, 96));
        a7 = f32x4.add(a7, v128.load(from, 112));
      }
      v128.store(to + o, f32x4.mul(a0, scale));
      v128.store(to + o, f32x4.mul(a1, scale), 16);
      v128.store(to + o, f32x4.mul(a2, scale), 32);
      v128.store(to + o, f32x4.mul(a3, scale), 48);
      v128.store(to + o, f32x4.mul(a4, scale), 64);
      v128.store(to + o, f32x4.mul(a5, scale), 80);
      v128.store(to + o, f32x4.mul(a6, scale), 96);
      v128.store(to + o, f32x4.mul(a7, scale), 112);
    }
    for (; o < widthBytes; o += V) {
      let sum = f32x4.splat(0);
      for (let p = first; p < last; p += 4) {
        sum = f32x4.add(sum, v128.load(rowAt(source, load<i32>(p), widthBytes) + o));
      }
      v128.store(to + o, f32x4.mul(sum, scale));
    }
  }
}

/** target[index[b, t]] += gradient[b] / lengths[b] for t < lengths[b]. `scratch` holds one row. */
export function meanPoolGradient(
  target: usize,
  index: usize,
  lengths: usize,
  gradient: usize,
  scratch: usize,
  n: i32,
  t: i32,
  width: i32,
): void {
  const widthBytes = <usize>width << 2;
  for (let b = 0; b < n; b++) {
    const length = load<i32>(lengths + (<usize>b << 2));
    if (length == 0) continue;
    const from = rowAt(gradient, b, widthBytes);
    const scale = f32x4.splat(1.0 / <f32>length);
    for (let o: usize = 0; o < widthBytes; o += V) {
      v128.store(scratch + o, f32x4.mul(v128.load(from + o), scale));
    }
    const first = index + (<usize>b * <usize>t << 2);
    const last = first + (<usize>length << 2);
    for (let p = first; p < last; p += 4) {
      addInto(rowAt(target, load<i32>(p), widthBytes), scratch, widthBytes);
    }
  }
}

/** Adagrad on each value: a += g^2; w -= rate * g / (sqrt(a) + epsilon). */
export function adagrad(
  weights: usize,
  accumulators: usize,
  gradients: usize,
  begin: i32,
  end: i32,
  rate: f32,
  epsilon: f32,
): void {
  const rate4 = f32x4.splat(rate);
  const epsilon4 = f32x4.splat(epsilon);
  const last = <usize>end << 2;
  for (let o = <usize>begin << 2; o < last; o += V) {
    const g = v128.load(gradients + o);
    const a = f32x4.add(v128.load(accumulators + o), f32x4.mul(g, g));
    v128.store(accumulators + o, a);
    const step = f32x4.div(f32x4.mul(rate4, g), f32x4.add(f32x4.sqrt(a), epsilon4));
    v128.store(weights + o, f32x4.sub(v128.load(weights + o), step));
  }
}

/** Row-wise Adagrad: one accumulator a row, a += mean(g^2); w -= rate * g / (sqrt(a) + epsilon). */
export function rowWiseAdagrad(
  weights: usize,
  accumulators: usize,
  gradients: usize,
  begin: i32,
  end: i32,
  width: i32,
  rate: f32,
  epsilon: f32,
): void {
  const widthBytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const g = rowAt(gradients, r, widthBytes);
    let squares = f32x4.splat(0);
    for (let o: usize = 0; o < widthBytes; o += V) {
      const value = v128.load(g + o);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const sum =
      (f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1)) +
      (f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3));
    const at = accumulators + (<usize>r << 2);
    const a = load<f32>(at) + sum / <f32>width;
    store<f32>(at, a);
    const rate4 = f32x4.splat(rate / (sqrt<f32>(a) + epsilon));
    const w = rowAt(weights, r, widthBytes);
    for (let o: usize = 0; o < widthBytes; o += V) {
      v128.store(w + o, f32x4.sub(v128.load(w + o), f32x4.mul(rate4, v128.load(g + o))));
    }
  }
}
