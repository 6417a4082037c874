// Whole numbers as products of primes.

/** The prime factors of a whole number above 0, largest first: 12 -> 3, 2, 2; none of 1. */
export function primeFactors(value: number): number[] {
  const factors: number[] = [];
  let rest = value;
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    for (; rest % divisor === 0; rest /= divisor) factors.push(divisor);
  }
  if (rest > 1) factors.push(rest);
  return factors.sort((a, b) => b - a);
}
