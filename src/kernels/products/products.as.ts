// Matrix products of any size, and nearest rows. A chunk of rows is multiplied by one panel of 16 columns after the other;
// the sums of a panel stay in the first cache until they are finished.

import { tile16 } from '../arithmetic/multiply.as';
import { rowAt, workspaceOf } from '../arithmetic/row.as';
import { MultiplyPanels, NearestRows, PackPanels } from '../blocks.as';

const PANEL: i32 = 16;
/** Bytes of a panel's row. */
const PANEL_BYTES: usize = 64;

export function packPanels(address: usize, begin: i32, end: i32): void {
  const block = changetype<PackPanels>(address);
  const numTerms = block.numTerms,
    numColumns = block.numColumns;
  for (let panel = begin; panel < end; panel++) {
    const to = block.panels_IW + <usize>panel * <usize>numTerms * PANEL_BYTES;
    const first = panel * PANEL,
      columns = min(PANEL, numColumns - first);
    if (columns < PANEL) memory.fill(to, 0, <usize>numTerms * PANEL_BYTES);
    if (block.isTransposed) {
      packTransposed(block.b_IO + ((<usize>first * <usize>numTerms) << 2), to, numTerms, columns);
    } else {
      packRows(block.b_IO + ((<usize>first) << 2), to, numTerms, numColumns, columns);
    }
  }
}

function packRows(from: usize, to: usize, numTerms: i32, numColumns: i32, columns: i32): void {
  const rowBytes = (<usize>numColumns) << 2;
  for (let i = 0; i < numTerms; i++) {
    if (columns == PANEL) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
    } else {
      memory.copy(to, from, (<usize>columns) << 2);
    }
    from += rowBytes;
    to += PANEL_BYTES;
  }
}

/** `from` has a row for each column of the panel. */
function packTransposed(from: usize, to: usize, numTerms: i32, columns: i32): void {
  const rowBytes = (<usize>numTerms) << 2;
  for (let i: usize = 0; i < rowBytes; i += 4) {
    let at = from + i;
    for (let o: usize = 0; o < (<usize>columns) << 2; o += 4) {
      store<f32>(to + o, load<f32>(at));
      at += rowBytes;
    }
    to += PANEL_BYTES;
  }
}

/**
 * out = a panel, for some rows; out has 16 floats a row. Rows are taken in pairs: the pairs of `a` lie `aPair` bytes apart, the
 * rows of a pair `aRow`, columns `aColumn`.
 */
function multiplyPanel(
  a: usize,
  aPair: usize,
  aRow: usize,
  aColumn: usize,
  panel: usize,
  numRows: i32,
  numTerms: i32,
  termsPerBlock: i32,
  out: usize,
): void {
  if (numTerms == 0) memory.fill(out, 0, <usize>numRows * PANEL_BYTES);
  for (let done = 0; done < numTerms; done += termsPerBlock) {
    const terms = min(termsPerBlock, numTerms - done);
    let to = out,
      from = a;
    for (let i = 0; i < numRows; i += 2) {
      const isPair: usize = i + 1 < numRows ? 1 : 0;
      tile16(
        from,
        isPair * aRow,
        aColumn,
        panel,
        PANEL_BYTES,
        done == 0 ? 0 : to,
        isPair * PANEL_BYTES,
        to,
        isPair * PANEL_BYTES,
        terms,
      );
      from += aPair;
      to += 2 * PANEL_BYTES;
    }
    a += <usize>terms * aColumn;
    panel += <usize>terms * PANEL_BYTES;
  }
}

export function multiplyPanels(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<MultiplyPanels>(address);
  const numTerms = block.numTerms,
    numColumns = block.numColumns;
  const sums = workspaceOf(block.workspace, block.workspaceLength, thread);
  const pairs = sums + <usize>block.rowsPerChunk * PANEL_BYTES;
  const rowBytes = (<usize>numTerms) << 2;
  for (let chunk = begin; chunk < end; chunk++) {
    const first = chunk * block.rowsPerChunk,
      numRows = min(block.rowsPerChunk, block.numRows - first);
    let a = rowAt(block.a_XI, first, rowBytes),
      aRow = rowBytes,
      aColumn: usize = 4;
    if (block.isTransposed) {
      packPairs(block.a_XI + ((<usize>first) << 2), pairs, numRows, numTerms, block.numRows);
      a = pairs;
      aRow = 4;
      aColumn = 8;
    }
    for (let panel = 0; panel < block.numPanels; panel++) {
      const start = block.panels_IW + <usize>panel * <usize>numTerms * PANEL_BYTES;
      const terms = block.termsPerBlock;
      multiplyPanel(a, 2 * rowBytes, aRow, aColumn, start, numRows, numTerms, terms, sums);
      const column = panel * PANEL;
      const at = (<usize>first * <usize>numColumns + <usize>column) << 2;
      finishPanel(block, sums, at, (<usize>column) << 2, numRows, min(PANEL, numColumns - column));
    }
  }
}

/** Rows of a transposed matrix in pairs, the two values of a term side by side. */
function packPairs(from: usize, to: usize, numRows: i32, numTerms: i32, stride: i32): void {
  const strideBytes = (<usize>stride) << 2;
  // Eight terms at a time fill a cache line of a pair.
  for (let i = 0; i < numTerms; i += 8) {
    const terms = min(8, numTerms - i);
    for (let row = 0; row < numRows; row += 2) {
      let at = from + ((<usize>row) << 2),
        out = to + (<usize>(row >> 1) * <usize>numTerms + <usize>i) * 8;
      for (let term = 0; term < terms; term++) {
        store<f32>(out, load<f32>(at));
        if (row + 1 < numRows) store<f32>(out, load<f32>(at, 4), 4);
        out += 8;
        at += strideBytes;
      }
    }
    from += <usize>terms * strideBytes;
  }
}

/** Bias, ReLU and the gradient of one, on the way to `out`. @param at bytes of the panel's first value @param column the same in a row */
function finishPanel(
  block: MultiplyPanels,
  sums: usize,
  at: usize,
  column: usize,
  numRows: i32,
  numColumns: i32,
): void {
  const columnBytes = (<usize>numColumns) << 2,
    rowBytes = (<usize>block.numColumns) << 2;
  const bias: usize = block.bias_O == 0 ? 0 : block.bias_O + column;
  const behindRelu = block.behindRelu_XO;
  const zero = f32x4.splat(0);
  for (let row = 0; row < numRows; row++) {
    const out = block.out_XO + at;
    let o: usize = 0;
    for (; o + 16 <= columnBytes; o += 16) {
      let value = v128.load(sums + o);
      if (bias != 0) value = f32x4.add(value, v128.load(bias + o));
      if (block.hasRelu) value = f32x4.pmax(value, zero);
      if (behindRelu != 0) {
        value = v128.and(value, f32x4.gt(v128.load(behindRelu + at + o), zero));
      }
      v128.store(out + o, value);
    }
    for (; o < columnBytes; o += 4) {
      let value = load<f32>(sums + o);
      if (bias != 0) value += load<f32>(bias + o);
      if (block.hasRelu && value < 0) value = 0;
      if (behindRelu != 0 && !(load<f32>(behindRelu + at + o) > 0)) value = 0;
      store<f32>(out + o, value);
    }
    sums += PANEL_BYTES;
    at += rowBytes;
  }
}

export function nearestRows(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<NearestRows>(address);
  const numTerms = block.numTerms;
  const scores = workspaceOf(block.workspace, block.workspaceLength, thread);
  const bests = scores + <usize>block.rowsPerChunk * PANEL_BYTES;
  const rowBytes = (<usize>numTerms) << 2;
  for (let chunk = begin; chunk < end; chunk++) {
    const first = chunk * block.rowsPerChunk,
      numRows = min(block.rowsPerChunk, block.numRows - first);
    const x = rowAt(block.x_XZ, first, rowBytes);
    for (let row = 0; row < numRows; row++) {
      const best = bests + ((<usize>row) << 5);
      v128.store(best, f32x4.splat(-Infinity));
      v128.store(best, i32x4.splat(0), 16);
    }
    for (let panel = 0; panel < block.numPanels; panel++) {
      const start = block.panels_ZW + <usize>panel * <usize>numTerms * PANEL_BYTES;
      const terms = block.termsPerBlock;
      multiplyPanel(x, 2 * rowBytes, rowBytes, 4, start, numRows, numTerms, terms, scores);
      const offsets = block.offsets_W + <usize>panel * PANEL_BYTES;
      keepLargest(scores, offsets, panel * PANEL, numRows, bests);
    }
    for (let row = 0; row < numRows; row++) {
      store<i32>(
        block.nearest_X + ((<usize>(first + row)) << 2),
        placeOfLargest(bests + ((<usize>row) << 5)),
      );
    }
  }
}

/** Each of four lanes sees its columns in ascending order: only a larger score replaces what it has. */
function keepLargest(scores: usize, offsets: usize, column: i32, numRows: i32, bests: usize): void {
  const o0 = v128.load(offsets),
    o1 = v128.load(offsets, 16),
    o2 = v128.load(offsets, 32),
    o3 = v128.load(offsets, 48);
  const k0 = i32x4.add(i32x4.splat(column), i32x4(0, 1, 2, 3));
  const four = i32x4.splat(4);
  const k1 = i32x4.add(k0, four),
    k2 = i32x4.add(k1, four),
    k3 = i32x4.add(k2, four);
  for (let row = 0; row < numRows; row++) {
    let best = v128.load(bests),
      place = v128.load(bests, 16);
    let score = f32x4.add(v128.load(scores), o0);
    let isLarger = f32x4.gt(score, best);
    best = v128.bitselect(score, best, isLarger);
    place = v128.bitselect(k0, place, isLarger);
    score = f32x4.add(v128.load(scores, 16), o1);
    isLarger = f32x4.gt(score, best);
    best = v128.bitselect(score, best, isLarger);
    place = v128.bitselect(k1, place, isLarger);
    score = f32x4.add(v128.load(scores, 32), o2);
    isLarger = f32x4.gt(score, best);
    best = v128.bitselect(score, best, isLarger);
    place = v128.bitselect(k2, place, isLarger);
    score = f32x4.add(v128.load(scores, 48), o3);
    isLarger = f32x4.gt(score, best);
    best = v128.bitselect(score, best, isLarger);
    place = v128.bitselect(k3, place, isLarger);
    v128.store(bests, best);
    v128.store(bests, place, 16);
    scores += PANEL_BYTES;
    bests += 32;
  }
}

/** Of four lanes that with the largest score, of equals the lowest place. */
function placeOfLargest(best: usize): i32 {
  let score = load<f32>(best),
    place = load<i32>(best, 16);
  for (let lane: usize = 4; lane < 16; lane += 4) {
    const other = load<f32>(best + lane),
      otherPlace = load<i32>(best + lane, 16);
    if (other > score || (other == score && otherPlace < place)) {
      score = other;
      place = otherPlace;
    }
  }
  return place;
}
