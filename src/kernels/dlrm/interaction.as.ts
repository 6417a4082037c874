// Pairwise dot products.
import { sumLanes } from '../arithmetic/lanes.as';
import { madd } from '../arithmetic/madd.as';

// The three vectors of an example: dense features, history, target item.

/** out = [ dense; dense . history; dense . target; history . target; 0 ] */
export function interactRow(
  dense: usize,
  history: usize,
  target: usize,
  out: usize,
  widthBytes: usize,
): void {
  let dh = f32x4.splat(0),
    dt = dh,
    ht = dh;
  for (let o: usize = 0; o < widthBytes; o += 16) {
    const d = v128.load(dense + o),
      h = v128.load(history + o),
      t = v128.load(target + o);
    dh = madd(d, h, dh);
    dt = madd(d, t, dt);
    ht = madd(h, t, ht);
    v128.store(out + o, d);
  }
  out += widthBytes;
  store<f32>(out, sumLanes(dh));
  store<f32>(out, sumLanes(dt), 4);
  store<f32>(out, sumLanes(ht), 8);
  store<f32>(out, 0, 12);
}

/** The gradients to the three vectors from that to `interactRow`'s out. `dDense` may be where `dense` is. */
export function interactRowBack(
  dense: usize,
  history: usize,
  target: usize,
  gradient: usize,
  dDense: usize,
  dHistory: usize,
  dTarget: usize,
  widthBytes: usize,
): void {
  const dh = v128.load32_splat(gradient + widthBytes);
  const dt = v128.load32_splat(gradient + widthBytes, 4);
  const ht = v128.load32_splat(gradient + widthBytes, 8);
  for (let o: usize = 0; o < widthBytes; o += 16) {
    const d = v128.load(dense + o),
      h = v128.load(history + o),
      t = v128.load(target + o);
    const g = v128.load(gradient + o);
    v128.store(dDense + o, f32x4.add(g, madd(dh, h, f32x4.mul(dt, t))));
    v128.store(dHistory + o, madd(dh, d, f32x4.mul(ht, t)));
    v128.store(dTarget + o, madd(dt, d, f32x4.mul(ht, h)));
  }
}
