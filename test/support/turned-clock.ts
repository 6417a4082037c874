import type { Clock } from '../../src/util/clock.ts';

/** A clock that stands still but for those who sleep; each wakes when its time has come. */
export function turnedClock(): Clock & { readonly slept: () => number } {
  let now = 0;
  return {
    nowMs: () => now,
    async sleep(ms) {
      const end = now + ms;
      // Whoever else wants to sleep does so first.
      await new Promise((done) => setImmediate(done));
      now = Math.max(now, end);
    },
    slept: () => now,
  };
}
