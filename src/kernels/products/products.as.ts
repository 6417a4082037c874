// Matrix products of any size, and nearest rows. A chunk of rows is multiplied by one panel of 16 columns after the other;
// the sums of a panel stay in the first cache until they are finished.

import { rowAt, workspaceOf } from '../arithmetic/row.as';
import { MultiplyPanels, NearestRows, PackPanels } from '../blocks.as';
import { multiplyPair } from './multiply-pair.as';

const PANEL: i32 = 16;
/** Bytes of a panel's row. */
const PANEL_BYTES: usize = 64;
/** Bytes of a term of two rows. */
const PAIR_BYTES: usize = 8;

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

/** Rows of `a`, of which one lies `rowBytes` behind the other, in pairs: the two values of a term side by side. */
function pairRows(from: usize, rowBytes: usize, to: usize, numRows: i32, numTerms: i32): void {
  for (let row = 0; row < numRows; row += 2) {
    const other = row + 1 < numRows ? from + rowBytes : from;
    for (let o: usize = 0; o < (<usize>numTerms) << 2; o += 4) {
      store<f32>(to, load<f32>(from + o));
      store<f32>(to, load<f32>(other + o), 4);
      to += PAIR_BYTES;
    }
    from += 2 * rowBytes;
  }
}

/** The same from the transpose: `stride` floats from one term to the next. */
function pairColumns(from: usize, stride: i32, to: usize, numRows: i32, numTerms: i32): void {
  const strideBytes = (<usize>stride) << 2;
  // Eight terms at a time fill a cache line of a pair.
  for (let i = 0; i < numTerms; i += 8) {
    const terms = min(8, numTerms - i);
    for (let row = 0; row < numRows; row += 2) {
      let at = from + ((<usize>row) << 2),
        out = to + (<usize>(row >> 1) * <usize>numTerms + <usize>i) * PAIR_BYTES;
      const other: usize = row + 1 < numRows ? 4 : 0;
      for (let term = 0; term < terms; term++) {
        store<f32>(out, load<f32>(at));
        store<f32>(out, load<f32>(at + other), 4);
        out += PAIR_BYTES;
        at += strideBytes;
      }
    }
    from += <usize>terms * strideBytes;
  }
}

/** out = a panel, for rows in pairs; out has 16 floats a row, and room for an even number of rows. */
function multiplyPanel(
  pairs: usize,
  panel: usize,
  numRows: i32,
  numTerms: i32,
  termsPerBlock: i32,
  out: usize,
): void {
  if (numTerms == 0) memory.fill(out, 0, <usize>numRows * PANEL_BYTES);
  const pairBytes = <usize>numTerms * PAIR_BYTES;
  for (let done = 0; done < numTerms; done += termsPerBlock) {
    const terms = min(termsPerBlock, numTerms - done);
    let to = out,
      from = pairs;
    for (let i = 0; i < numRows; i += 2) {
      multiplyPair(from, panel, terms, to, done > 0);
      from += pairBytes;
      to += 2 * PANEL_BYTES;
    }
    pairs += <usize>terms * PAIR_BYTES;
    panel += <usize>terms * PANEL_BYTES;
  }
}

export function multiplyPanels(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<MultiplyPanels>(address);
  const numTerms = block.numTerms,
    numColumns = block.numColumns;
  const sums = workspaceOf(block.workspace, block.workspaceLength, thread);
  const pairs = sums + <usize>block.rowsPerChunk * PANEL_BYTES;
  for (let chunk = begin; chunk < end; chunk++) {
    const first = chunk * block.rowsPerChunk,
      numRows = min(block.rowsPerChunk, block.numRows - first);
    if (block.isTransposed) {
      pairColumns(block.a_XI + ((<usize>first) << 2), block.numRows, pairs, numRows, numTerms);
    } else {
      const rowBytes = (<usize>numTerms) << 2;
      pairRows(rowAt(block.a_XI, first, rowBytes), rowBytes, pairs, numRows, numTerms);
    }
    for (let panel = 0; panel < block.numPanels; panel++) {
      const start = block.panels_IW + <usize>panel * <usize>numTerms * PANEL_BYTES;
      multiplyPanel(pairs, start, numRows, numTerms, block.termsPerBlock, sums);
      const column = panel * PANEL;
      const at = (<usize>first * <usize>numColumns + <usize>column) << 2;
      finishPanel(block, sums, at, (<usize>column) << 2, numRows, min(PANEL, numColumns - column));
    }
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
  const pairs = bests + ((<usize>block.rowsPerChunk) << 5);
  const rowBytes = (<usize>numTerms) << 2;
  for (let chunk = begin; chunk < end; chunk++) {
    const first = chunk * block.rowsPerChunk,
      numRows = min(block.rowsPerChunk, block.numRows - first);
    pairRows(rowAt(block.x_XZ, first, rowBytes), rowBytes, pairs, numRows, numTerms);
    for (let row = 0; row < numRows; row++) {
      const best = bests + ((<usize>row) << 5);
      v128.store(best, f32x4.splat(-Infinity));
      v128.store(best, i32x4.splat(0), 16);
    }
    for (let panel = 0; panel < block.numPanels; panel++) {
      const start = block.panels_ZW + <usize>panel * <usize>numTerms * PANEL_BYTES;
      multiplyPanel(pairs, start, numRows, numTerms, block.termsPerBlock, scores);
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
