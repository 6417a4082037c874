// Means over histories.
import { addInto, rowAt, V } from '../arithmetic/row.as';
import { MeanPool, MeanPoolGradient } from '../blocks.as';

export function meanPool(address: usize, begin: i32, end: i32): void {
  const block = changetype<MeanPool>(address);
  meanOfRows(
    block.source_UM,
    block.index_BT,
    block.lengths_B,
    block.out_BM,
    begin,
    end,
    block.historyLength,
    block.width,
  );
}

/** out[b] = mean over t < lengths[b] of source[index[b, t]]; zero where the length is zero. */
export function meanOfRows(
  source: usize,
  index: usize,
  lengths: usize,
  out: usize,
  begin: i32,
  end: i32,
  t: i32,
  width: i32,
): void {
  const widthBytes = (<usize>width) << 2;
  for (let b = begin; b < end; b++) {
    const length = load<i32>(lengths + ((<usize>b) << 2));
    const first = index + ((<usize>b * <usize>t) << 2);
    const last = first + ((<usize>length) << 2);
    const to = rowAt(out, b, widthBytes);
    if (length == 0) {
      memory.fill(to, 0, widthBytes);
      continue;
    }
    const scale = f32x4.splat(1.0 / <f32>length);
    let o: usize = 0;
    // 32 floats at a time stay in registers while the positions pass by.
    for (; o + 8 * V <= widthBytes; o += 8 * V) {
      let a0 = f32x4.splat(0),
        a1 = a0,
        a2 = a0,
        a3 = a0,
        a4 = a0,
        a5 = a0,
        a6 = a0,
        a7 = a0;
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

export function meanPoolGradient(address: usize): void {
  const block = changetype<MeanPoolGradient>(address);
  const scratch = block.workspace;
  const widthBytes = (<usize>block.width) << 2;
  for (let b = 0; b < block.numExamples; b++) {
    const length = load<i32>(block.lengths_B + ((<usize>b) << 2));
    if (length == 0) continue;
    const from = rowAt(block.gradient_BM, b, widthBytes);
    const scale = f32x4.splat(1.0 / <f32>length);
    for (let o: usize = 0; o < widthBytes; o += V) {
      v128.store(scratch + o, f32x4.mul(v128.load(from + o), scale));
    }
    const first = block.index_BT + ((<usize>b * <usize>block.historyLength) << 2);
    const last = first + ((<usize>length) << 2);
    for (let p = first; p < last; p += 4) {
      addInto(rowAt(block.target_UM, load<i32>(p), widthBytes), scratch, widthBytes);
    }
  }
}
