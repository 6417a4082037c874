// Products of small matrices that stay in the cache, four rows by eight columns of sums in registers.

/**
 * c = from + a b, with any strides, so that `a` may be read as its transpose.
 *
 * c[i, j] = from[i, j] + sum_k a[i, k] b[k, j], k in order. Strides are in bytes; columns of b, c and `from` lie
 * side by side. m and n are multiples of 4. `from` 0: zeros. `from` may be `c`, or one row by `fromRow` 0.
 */
export function multiply(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  from: usize,
  fromRow: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const rowBytes = <usize>n << 2;
  let j: usize = 0;
  for (; j + 32 <= rowBytes; j += 32) {
    for (let i: usize = 0; i < <usize>m; i += 4) {
      const start: usize = from == 0 ? 0 : from + i * fromRow + j;
      tile8(a + i * aRow, aRow, aColumn, b + j, bRow, start, fromRow, c + i * cRow + j, cRow, k);
    }
  }
  if (j == rowBytes) return;
  for (let i: usize = 0; i < <usize>m; i += 4) {
    const start: usize = from == 0 ? 0 : from + i * fromRow + j;
    tile4(a + i * aRow, aRow, aColumn, b + j, bRow, start, fromRow, c + i * cRow + j, cRow, k);
  }
}

function tile8(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  from: usize,
  fromRow: usize,
  c: usize,
  cRow: usize,
  k: i32,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (from != 0) {
    c00 = v128.load(from);
    c01 = v128.load(from, 16);
    c10 = v128.load(from + fromRow);
    c11 = v128.load(from + fromRow, 16);
    c20 = v128.load(from + 2 * fromRow);
    c21 = v128.load(from + 2 * fromRow, 16);
    c30 = v128.load(from + 3 * fromRow);
    c31 = v128.load(from + 3 * fromRow, 16);
  }
  let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  for (const end = a + <usize>k * aColumn; a0 < end; ) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + 2 * cRow, c20);
  v128.store(c + 2 * cRow, c21, 16);
  v128.store(c + 3 * cRow, c30);
  v128.store(c + 3 * cRow, c31, 16);
}

function tile4(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  from: usize,
  fromRow: usize,
  c: usize,
  cRow: usize,
  k: i32,
): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  if (from != 0) {
    c0 = v128.load(from);
    c1 = v128.load(from + fromRow);
    c2 = v128.load(from + 2 * fromRow);
    c3 = v128.load(from + 3 * fromRow);
  }
  for (let p: i32 = 0; p < k; p++) {
    const b0 = v128.load(b);
    c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a), b0));
    c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a + aRow), b0));
    c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a + 2 * aRow), b0));
    c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a + 3 * aRow), b0));
    a += aColumn;
    b += bRow;
  }
  v128.store(c, c0);
  v128.store(c + cRow, c1);
  v128.store(c + 2 * cRow, c2);
  v128.store(c + 3 * cRow, c3);
}

/** to[j, i] = from[i, j]; m and n are multiples of 4. */
export function transpose(from: usize, to: usize, m: i32, n: i32): void {
  const fromRow = <usize>n << 2;
  const toRow = <usize>m << 2;
  for (let i: usize = 0; i < toRow; i += 16) {
    for (let j: usize = 0; j < fromRow; j += 16) {
      const p = from + (i >> 2) * fromRow + j;
      const a = v128.load(p), b = v128.load(p + fromRow);
      const c = v128.load(p + 2 * fromRow), d = v128.load(p + 3 * fromRow);
      const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const q = to + (j >> 2) * toRow + i;
      v128.store(q, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
      v128.store(q + toRow, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
      v128.store(q + 2 * toRow, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
      v128.store(q + 3 * toRow, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
    }
  }
}
