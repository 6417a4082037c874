// A product added: in one instruction where the module has it (relaxed SIMD), which rounds once.

/** a b + c @inline */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** c - a b @inline */
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * Whether `madd` rounds once: WebAssembly lets an engine round twice. @param x a number whose square is no float32
 */
export function isFused(x: f32): bool {
  const v = f32x4.splat(x);
  const rounded = f32x4.mul(v, v);
  return f32x4.extract_lane(nmadd(v, v, rounded), 0) != 0;
}
