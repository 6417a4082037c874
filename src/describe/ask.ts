// What is asked, and what comes back.
import { UserError } from '../util/errors.ts';
import type { Role } from './roles.ts';

/** A picture as it is sent. */
export interface SentPicture {
  readonly jpeg: Uint8Array;
  /** SHA-256 of what it was made from, and how: names it in the cache. */
  readonly hash: string;
}

export interface Question {
  readonly role: Role;
  readonly prompt: string;
  readonly picture: SentPicture | null;
}

export interface Answer {
  readonly text: string;
  /** As the endpoint counts them; 0 where it does not say. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type Ask = (question: Question) => Promise<Answer>;

/** A question that was not answered, though others may be: the item has no text. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
}

/** No question will be answered until the user changes something; what was answered is kept. */
export class StoppedError extends UserError {}
