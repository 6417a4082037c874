// Products of small matrices that stay in the cache. Two rows by sixteen columns of sums stay in registers: measured
// 45 GFLOP/s a core, four by eight 41; tiles of more than eight vectors run at half of that. Sums begin as zeros and
// `from` comes last: beginning with `from` costs a tenth.

import { madd } from './madd.as';

/**
 * c = from + a b, with any strides, so that `a` may be read as its transpose.
 *
 * c[i, j] = (sum_k a[i, k] b[k, j], k in order) + from[i, j]. Strides are in bytes; columns of b, c and `from` lie
 * side by side. n is a multiple of 4. `from` 0: zeros. `from` may be `c`, or one row by `fromRow` 0.
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
  const rowBytes = (<usize>n) << 2;
  let j: usize = 0;
  // A last row without a partner is its own: both write the same.
  for (; j + 64 <= rowBytes; j += 64) {
    for (let i: usize = 0; i < <usize>m; i += 2) {
      const start: usize = from == 0 ? 0 : from + i * fromRow + j;
      const isPair: usize = i + 1 < <usize>m ? 1 : 0;
      tile16(
        a + i * aRow,
        isPair * aRow,
        aColumn,
        b + j,
        bRow,
        start,
        isPair * fromRow,
        c + i * cRow + j,
        isPair * cRow,
        k,
      );
    }
  }
  for (; j < rowBytes; j += 16) {
    for (let i: usize = 0; i < <usize>m; i += 2) {
      const start: usize = from == 0 ? 0 : from + i * fromRow + j;
      const isPair: usize = i + 1 < <usize>m ? 1 : 0;
      tile4(
        a + i * aRow,
        isPair * aRow,
        aColumn,
        b + j,
        bRow,
        start,
        isPair * fromRow,
        c + i * cRow + j,
        isPair * cRow,
        k,
      );
    }
  }
}

function tile16(
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
  let c00 = f32x4.splat(0),
    c01 = c00,
    c02 = c00,
    c03 = c00,
    c10 = c00,
    c11 = c00,
    c12 = c00,
    c13 = c00;
  let a0 = a,
    a1 = a + aRow;
  for (const end = a + <usize>k * aColumn; a0 < end;) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16),
      b2 = v128.load(b, 32),
      b3 = v128.load(b, 48);
    let s = v128.load32_splat(a0);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    c02 = madd(s, b2, c02);
    c03 = madd(s, b3, c03);
    s = v128.load32_splat(a1);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    c12 = madd(s, b2, c12);
    c13 = madd(s, b3, c13);
    a0 += aColumn;
    a1 += aColumn;
    b += bRow;
  }
  if (from != 0) {
    c00 = f32x4.add(c00, v128.load(from));
    c01 = f32x4.add(c01, v128.load(from, 16));
    c02 = f32x4.add(c02, v128.load(from, 32));
    c03 = f32x4.add(c03, v128.load(from, 48));
    c10 = f32x4.add(c10, v128.load(from + fromRow));
    c11 = f32x4.add(c11, v128.load(from + fromRow, 16));
    c12 = f32x4.add(c12, v128.load(from + fromRow, 32));
    c13 = f32x4.add(c13, v128.load(from + fromRow, 48));
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + cRow, c12, 32);
  v128.store(c + cRow, c13, 48);
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
  let c0 = f32x4.splat(0),
    c1 = c0;
  for (const end = a + <usize>k * aColumn; a < end; a += aColumn) {
    const b0 = v128.load(b);
    let s = v128.load32_splat(a);
    c0 = madd(s, b0, c0);
    s = v128.load32_splat(a + aRow);
    c1 = madd(s, b0, c1);
    b += bRow;
  }
  if (from != 0) {
    c0 = f32x4.add(c0, v128.load(from));
    c1 = f32x4.add(c1, v128.load(from + fromRow));
  }
  v128.store(c, c0);
  v128.store(c + cRow, c1);
}

/** to[j, i] = from[i, j]; m and n are multiples of 4. */
export function transpose(from: usize, to: usize, m: i32, n: i32): void {
  const fromRow = (<usize>n) << 2;
  const toRow = (<usize>m) << 2;
  for (let i: usize = 0; i < toRow; i += 16) {
    for (let j: usize = 0; j < fromRow; j += 16) {
      const p = from + (i >> 2) * fromRow + j;
      const a = v128.load(p),
        b = v128.load(p + fromRow);
      const c = v128.load(p + 2 * fromRow),
        d = v128.load(p + 3 * fromRow);
      const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5),
        ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5),
        cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const q = to + (j >> 2) * toRow + i;
      v128.store(q, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
      v128.store(q + toRow, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
      v128.store(q + 2 * toRow, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
      v128.store(q + 3 * toRow, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
    }
  }
}
