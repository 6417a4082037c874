// e^x with the same bits everywhere.

/** ln 2 in two parts, the first with so few digits that a whole multiple of it is exact. */
const [LN2_HIGH, LN2_LOW] = [6.9314718036912381649e-1, 1.90821492927058770002e-10];
const TERMS = 14;

/** 2^-n by halving, which is exact, down to the least double. */
const POWERS: number[] = [1];
while (POWERS[POWERS.length - 1] > 0) POWERS.push(POWERS[POWERS.length - 1] / 2);

/**
 * e^x for x <= 0 to 1e-15 of it, by sums, products and quotients alone, whose bits are the same on every processor;
 * those of `Math.exp` are up to the engine. What is too small for a double is 0.
 */
export function portableExp(x: number): number {
  const n = Math.round(-x / Math.LN2);
  if (n >= POWERS.length) return 0;
  const r = x + n * LN2_HIGH + n * LN2_LOW;
  let sum = 1;
  for (let term = TERMS; term >= 1; term--) sum = 1 + (sum * r) / term;
  return sum * POWERS[n];
}
