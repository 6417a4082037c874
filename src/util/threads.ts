// SID_THREADS: how many threads the kernels take.
import { availableParallelism } from 'node:os';
import { UserError } from './errors.ts';

const MOST_THREADS = 1024;

/** SID_THREADS, else one for each core. @throws UserError where it is no whole number from 1 to 1024 */
export function threadsFrom({ SID_THREADS: given }: NodeJS.ProcessEnv = process.env): number {
  if (given === undefined || given === '') return availableParallelism();
  const threads = /^\d+$/.test(given) ? Number(given) : NaN;
  if (threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new UserError(
    `SID_THREADS is "${given}"; give a whole number from 1 to ${MOST_THREADS}, or unset it for one thread ` +
      'for each core',
  );
}
