import { expect, test } from 'vitest';
import { portableExp } from '../../src/util/portable-exp.ts';

test('e^x to 1e-15 of it, from 0 to where doubles end', () => {
  for (let x = 0; x > -700; x -= 0.37) {
    expect(Math.abs(portableExp(x) / Math.exp(x) - 1), String(x)).toBeLessThan(1e-14);
  }
  expect(portableExp(0)).toBe(1);
  expect(portableExp(-740)).toBeGreaterThan(0);
  expect([portableExp(-760), portableExp(-1e300), portableExp(-Infinity)]).toEqual([0, 0, 0]);
});
