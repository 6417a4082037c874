import { expect } from 'vitest';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface Matchers<T> {
    /** Each number within `tolerance` (absolute, plus the same relative) of its partner. */
    toBeAllclose(expected: ArrayLike<number>, tolerance?: number): void;
    /** The tensor has this shape. */
    toHaveShape(shape: readonly number[]): void;
  }
}

expect.extend({
  toBeAllclose(received: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6) {
    if (received.length !== expected.length) {
      return { pass: false, message: () => `length ${received.length}, not ${expected.length}` };
    }
    for (let i = 0; i < received.length; i++) {
      const allowed = tolerance + tolerance * Math.abs(expected[i]);
      if (!(Math.abs(received[i] - expected[i]) <= allowed)) {
        const where = `[${i}]: ${received[i]}, not ${expected[i]} (tolerance ${tolerance})`;
        return { pass: false, message: () => where };
      }
    }
    return { pass: true, message: () => 'all values are close, but they should not be' };
  },
  toHaveShape(received: { shape: readonly number[] }, shape: readonly number[]) {
    const pass = received.shape.join() === shape.join();
    return { pass, message: () => `shape [${received.shape.join()}], not [${shape.join()}]` };
  },
});
