import type { Rng } from '../../../src/util/rng.ts';

export const HOUR_MS = 3_600_000;

export interface Click {
  readonly item: number;
  readonly timeMs: number;
}

/** Clicks in time order, several at some instants, 10 in about 1.2 hours. */
export function randomClicks(count: number, numItems: number, rng: Rng): Click[] {
  let timeMs = 0;
  return Array.from({ length: count }, () => {
    if (rng.uniform() < 0.7) timeMs += rng.int(HOUR_MS / 4);
    return { item: rng.int(numItems), timeMs };
  });
}
