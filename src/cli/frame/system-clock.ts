// The machine's own time.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../util/clock.ts';

export const SYSTEM_CLOCK: Clock = {
  nowMs: () => performance.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
};
