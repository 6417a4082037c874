// Powers and logarithms with the same bits everywhere; those of Math.exp, Math.log and ** are up to the engine.

/** ln 2 in two parts, the first with so few digits that a whole multiple of it is exact. */
const [LN2_HIGH, LN2_LOW] = [6.9314718036912381649e-1, 1.90821492927058770002e-10];
const TERMS = 14;
/** The last power of s; s is 1/5 at most. */
const LOG_TERMS = 23;

/** 2^-n by halving, which is exact, down to the least double. */
const POWERS: number[] = [1];
while (POWERS[POWERS.length - 1] > 0) POWERS.push(POWERS[POWERS.length - 1] / 2);

/**
 * e^x for x <= 0 to 1e-15 of it, by sums, products and quotients alone, whose bits are the same on every processor.
 * What is too small for a double is 0.
 */
export function portableExp(x: number): number {
  const n = Math.round(-x / Math.LN2);
  if (n >= POWERS.length) return 0;
  const r = x + n * LN2_HIGH + n * LN2_LOW;
  let sum = 1;
  for (let term = TERMS; term >= 1; term--) sum = 1 + (sum * r) / term;
  return sum * POWERS[n];
}

/** base^exponent by products alone. @param exponent a whole number, not negative */
export function portablePower(base: number, exponent: number): number {
  let power = 1;
  for (let [rest, square] = [exponent, base]; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= square;
    square *= square;
  }
  return power;
}

/**
 * log2 x of a positive number to 1e-15, by sums, products and quotients alone; exact for powers of two.
 *
 *     x = 2^n m, m in [3/4, 3/2);   log2 x = n + 2 / ln 2 (s + s^3 / 3 + s^5 / 5 ...),   s = (m - 1) / (m + 1)
 */
export function portableLog2(x: number): number {
  let [n, m] = [0, x];
  for (; m >= 1.5; m /= 2) n += 1;
  for (; m < 0.75; m *= 2) n -= 1;
  const s = (m - 1) / (m + 1);
  let sum = 0;
  for (let term = LOG_TERMS; term >= 1; term -= 2) sum = sum * s * s + 1 / term;
  return n + ((2 * s) / Math.LN2) * sum;
}
