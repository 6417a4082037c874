// User-days that no model trains on.
import { hashInts, hashToUnit } from '../util/hash.ts';

const HELD_OUT_SALT = 0x68656c64;

/** Whether clicks of held-out user-days enter histories: as in production, or as if nobody had seen them. */
export const HELD_OUT_CLICKS = ['in-history', 'left-out'] as const;

/** Settings of what is held out. */
export interface HeldOut {
  readonly heldOutShare: number;
  readonly heldOutSeed: number;
  readonly heldOutClicks: (typeof HELD_OUT_CLICKS)[number];
}

/** Which clicks enter histories; undefined: all. */
export function rememberedClicks({
  heldOutShare,
  heldOutSeed,
  heldOutClicks,
}: HeldOut): ((userIndex: number, day: number) => boolean) | undefined {
  if (heldOutClicks === 'in-history') return undefined;
  return (user, day) => !isHeldOut(user, day, heldOutShare, heldOutSeed);
}

/**
 * Whether a user's impressions of a day are held out: a seeded share of user-days that no model ever trains
 * on, so that a click and the non-clicks beside it stay together. Depends on nothing but its arguments.
 *
 * @param share of user-days held out, 0 to 1
 */
export function isHeldOut(userIndex: number, day: number, share: number, seed: number): boolean {
  return share > 0 && hashToUnit(hashInts(HELD_OUT_SALT, seed, day, userIndex)) < share;
}
