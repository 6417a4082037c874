// Dot products of an example's categories.
import { sumLanes } from '../arithmetic/lanes.as';
import { madd } from '../arithmetic/madd.as';

// A category's vectors of all examples stand together: one example's are `stride` bytes apart.

/** Behind the dot products of `interactRow`: each category with dense, history, target and the categories before it; then zeros. */
export function interactCategories(
  dense: usize,
  history: usize,
  target: usize,
  categories: usize,
  stride: usize,
  count: usize,
  out: usize,
  end: usize,
  widthBytes: usize,
): void {
  const last = categories + count * stride;
  for (let category = categories; category < last; category += stride) {
    store<f32>(out, dot(dense, category, widthBytes));
    store<f32>(out, dot(history, category, widthBytes), 4);
    store<f32>(out, dot(target, category, widthBytes), 8);
    out += 12;
    for (let before = categories; before < category; before += stride) {
      store<f32>(out, dot(before, category, widthBytes));
      out += 4;
    }
  }
  for (; out < end; out += 4) store<f32>(out, 0);
}

/**
 * The gradients to the categories, and what they add to those of dense, history and target.
 *
 * @param gradient that to the first value `interactCategories` writes
 */
export function interactCategoriesBack(
  dense: usize,
  history: usize,
  target: usize,
  categories: usize,
  stride: usize,
  count: usize,
  gradient: usize,
  dDense: usize,
  dHistory: usize,
  dTarget: usize,
  dCategories: usize,
  widthBytes: usize,
): void {
  for (let c: usize = 0; c < count; c++) {
    const category = categories + c * stride,
      dCategory = dCategories + c * stride;
    memory.fill(dCategory, 0, widthBytes);
    dotBack(dense, category, load<f32>(gradient), dDense, dCategory, widthBytes);
    dotBack(history, category, load<f32>(gradient, 4), dHistory, dCategory, widthBytes);
    dotBack(target, category, load<f32>(gradient, 8), dTarget, dCategory, widthBytes);
    gradient += 12;
    for (let o: usize = 0; o < c * stride; o += stride) {
      const scale = load<f32>(gradient);
      dotBack(categories + o, category, scale, dCategories + o, dCategory, widthBytes);
      gradient += 4;
    }
  }
}

function dot(a: usize, b: usize, widthBytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let o: usize = 0; o < widthBytes; o += 16) {
    sum = madd(v128.load(a + o), v128.load(b + o), sum);
  }
  return sumLanes(sum);
}

/** da += scale b; db += scale a */
function dotBack(a: usize, b: usize, scale: f32, da: usize, db: usize, widthBytes: usize): void {
  const s = f32x4.splat(scale);
  for (let o: usize = 0; o < widthBytes; o += 16) {
    v128.store(da + o, madd(s, v128.load(b + o), v128.load(da + o)));
    v128.store(db + o, madd(s, v128.load(a + o), v128.load(db + o)));
  }
}
