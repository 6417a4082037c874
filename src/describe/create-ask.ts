// All between a question and its answer: cache, patience, endpoint; and what they cost, written down.
import type { Clock } from '../util/clock.ts';
import type { Rng } from '../util/rng.ts';
import type { ShouldStop } from '../util/signals.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { Ask } from './ask.ts';
import { askPatiently } from './ask-patiently.ts';
import { createEndpoint } from './chat-endpoint.ts';
import type { DescribeSettings } from './describe-settings.ts';
import { Pace } from './pace.ts';
import type { SpendingLog } from './spending-log.ts';

export interface AskOptions {
  readonly settings: DescribeSettings;
  /** Null: none is sent. */
  readonly key: string | null;
  /** Folder of answers. */
  readonly cache: string;
  readonly log: SpendingLog;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly shouldStop: ShouldStop;
  readonly warn: (line: string) => void;
}

/** Of different faults; more would hide everything else. */
const MOST_WARNINGS = 5;

/** @throws UserError if the endpoint's URL is none, or the optional packages are not installed */
export function createAsk(options: AskOptions): Ask {
  const { settings, key, cache, log, clock, rng, shouldStop, warn } = options;
  const { endpoint: url, model, seed, maxTokens, retries, requestsPerMinute } = settings;
  const sampling = { model, seed, maxTokens };
  const timeoutMs = 1000 * settings.timeoutSeconds;
  const endpoint = createEndpoint({ url, key, sampling, timeoutMs, warn });
  const pace = new Pace(clock, shouldStop, requestsPerMinute);
  const seen = new Set<string>();
  const onFault = (message: string): void => {
    log.addFault(message);
    if (seen.has(message) || seen.size === MOST_WARNINGS) return;
    seen.add(message);
    warn(`${message}; asked again`);
  };
  const patient = askPatiently(endpoint, { retries, pace, rng, onFault });
  const counted: Ask = async (question) => {
    const answer = await patient(question);
    log.addAnswer(question.role, answer);
    return answer;
  };
  return createAnswerCache(cache, sampling, counted, ({ role }) => log.addFound(role));
}
