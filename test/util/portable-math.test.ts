import { expect, test } from 'vitest';
import { portableExp, portableLog2, portablePower } from '../../src/util/portable-math.ts';

test('e^x to 1e-15 of it, from 0 to where doubles end', () => {
  for (let x = 0; x > -700; x -= 0.37) {
    expect(Math.abs(portableExp(x) / Math.exp(x) - 1), String(x)).toBeLessThan(1e-14);
  }
  expect(portableExp(0)).toBe(1);
  expect(portableExp(-740)).toBeGreaterThan(0);
  expect([portableExp(-760), portableExp(-1e300), portableExp(-Infinity)]).toEqual([0, 0, 0]);
});

test('powers to 1e-13 of them, exact where they are whole numbers', () => {
  for (const base of [0.9, 0.999]) {
    for (const exponent of [1, 2, 3, 10, 77, 2000]) {
      expect(portablePower(base, exponent) / base ** exponent).toBeCloseTo(1, 12);
    }
  }
  expect([portablePower(3, 0), portablePower(3, 20), portablePower(2, 31)]).toEqual([
    1,
    3 ** 20,
    2 ** 31,
  ]);
});

test('log2 to 1e-14, exact for powers of two', () => {
  for (let x = 0.001; x < 1e9; x *= 1.37) {
    expect(Math.abs(portableLog2(x) - Math.log2(x)), String(x)).toBeLessThan(1e-14);
  }
  for (let n = -20; n < 50; n++) expect(portableLog2(2 ** n)).toBe(n);
});
