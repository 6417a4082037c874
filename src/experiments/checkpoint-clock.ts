// When the next checkpoint is due.
import type { IsCheckpointDue } from '../util/signals.ts';

/** A run that dies loses so much at most. */
export const CHECKPOINT_MINUTES = 10;

/**
 * Due when so many minutes have passed since training began or since the last checkpoint was written, however long that
 * took. It is taken as written when this is asked again.
 *
 * @param minutes 0: at every second asking
 */
export function createCheckpointClock(
  minutes: number = CHECKPOINT_MINUTES,
  nowMs: () => number = () => performance.now(),
): IsCheckpointDue {
  let since = nowMs();
  let wasDue = false;
  return () => {
    if (wasDue) since = nowMs();
    wasDue = !wasDue && nowMs() - since >= minutes * 60_000;
    return wasDue;
  };
}
