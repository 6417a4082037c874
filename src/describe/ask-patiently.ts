// Asks again after faults that pass.
import type { Rng } from '../util/rng.ts';
import { StoppedError, UnansweredError } from './ask.ts';
import type { Ask } from './ask.ts';
import { EndpointFault } from './endpoint-fault.ts';
import type { Pace } from './pace.ts';

export interface Patience {
  /** How often a question is asked again. */
  readonly retries: number;
  readonly pace: Pace;
  /** For the length of waits, so that many who were refused together do not come together again. */
  readonly rng: Rng;
  /** Told of each fault after which it is asked again. */
  readonly onFault: (message: string) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Whoever is told to wait longer is done for now. */
const MOST_PATIENCE_MS = 10 * 60_000;

/**
 * The client would repeat requests by itself, but not after answers that are malformed, cut off or empty; it would wait
 * for as long as an endpoint asks it to, and its repetitions would be in no limit of requests.
 *
 * @param ask throws EndpointFault
 * @returns a function that throws UnansweredError where this question is not answered, StoppedError where none will be, and
 *   InterruptedError
 */
export function askPatiently(ask: Ask, { retries, pace, rng, onFault }: Patience): Ask {
  return async (question) => {
    for (let fault = 0; ; fault++) {
      await pace.turn();
      try {
        return await ask(question);
      } catch (error) {
        if (!(error instanceof EndpointFault)) throw error;
        const { consequence, message } = error;
        if (consequence === 'stop') throw new StoppedError(message);
        if (consequence === 'item' || fault === retries) {
          throw new UnansweredError(`${question.role}: ${message}`);
        }
        const waitMs = error.retryAfterMs ?? backOff(fault);
        if (waitMs > MOST_PATIENCE_MS) {
          throw new StoppedError(
            `the endpoint asks to wait ${minutes(waitMs)} (${message}); wait so long`,
          );
        }
        onFault(message);
        if (error.isTooMany) pace.pause(waitMs);
        else await pace.wait(waitMs);
      }
    }
  };

  /** Twice as long each time, of which up to a half is left to chance. */
  function backOff(fault: number): number {
    const most = Math.min(FIRST_WAIT_MS * 2 ** fault, LONGEST_WAIT_MS);
    return most * (0.5 + 0.5 * rng.uniform());
  }
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} minutes`;
}
