// User-days that no model trains on.
import { hashInts, hashToUnit } from '../util/hash.ts';

const HELD_OUT_SALT = 0x68656c64;

/**
 * Whether a user's impressions of a day are held out: a seeded share of user-days that no model ever trains
 * on, so that a click and the non-clicks beside it stay together. Depends on nothing but its arguments.
 *
 * @param share of user-days held out, 0 to 1
 */
export function isHeldOut(userIndex: number, day: number, share: number, seed: number): boolean {
  return share > 0 && hashToUnit(hashInts(HELD_OUT_SALT, seed, day, userIndex)) < share;
}
