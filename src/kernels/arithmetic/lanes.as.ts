// The four floats of a v128.
import { madd, nmadd } from './madd.as';

/** @inline */
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** @inline */
export function maxLane(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Below this e^x is not a normal float32; it counts as 0. */
const LEAST_EXPONENT: f32 = -87;

/** 1.5 2^23: adding it leaves a float's integer part in the lowest bits. */
const ROUNDER: f32 = 12582912;

/**
 * e^x for x <= 0 to about 1e-7 of it: e^x = 2^n e^r with |r| <= ln 2 / 2 and a polynomial for e^r (Cephes, expf).
 *
 * @inline
 */
export function exp(x: v128): v128 {
  const isNormal = f32x4.gt(x, f32x4.splat(LEAST_EXPONENT));
  const clamped = f32x4.pmax(x, f32x4.splat(LEAST_EXPONENT));
  const rounded = madd(clamped, f32x4.splat(1.44269504088896341), f32x4.splat(ROUNDER));
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER));
  // ln 2 in two parts, the first with few digits, so that n times it is exact.
  let r = nmadd(n, f32x4.splat(0.693359375), clamped);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(p, r), r, r), f32x4.splat(1));
  // 2^n p by adding n to the exponent; the shift leaves nothing of ROUNDER.
  return v128.and(i32x4.add(p, i32x4.shl(rounded, 23)), isNormal);
}
