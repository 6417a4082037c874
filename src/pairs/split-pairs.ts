// Which pairs are trained on, and which are held out.
import { setting, UserError } from '../util/errors.ts';
import { hashId, hashInts, hashToUnit } from '../util/hash.ts';
import { idAt } from '../util/ids.ts';
import type { PairSettings } from './pair-settings.ts';
import { ROLES } from './pair-table.ts';
import type { PairRows } from './pair-table.ts';

/** Pairs of a table by their index, ascending. */
export interface PairSplit {
  readonly train: Int32Array;
  /** No step of training sees them. */
  readonly heldOut: Int32Array;
  /** Those of `heldOut` that a model is measured on. */
  readonly evaluated: Int32Array;
  /** Pairs that the catalog's column keeps out of both. */
  readonly numNeither: number;
  /** Held-out pairs whose text, or whose picture, some pair of training has too. */
  readonly known: { readonly texts: number; readonly pictures: number };
}

type SplitSettings = Pick<PairSettings, 'heldOutShare' | 'heldOutUnit' | 'evaluatedPairs'> & {
  readonly seed: number;
};
type SplitTable = Pick<
  PairRows,
  'catalogPath' | 'itemIds' | 'text_N' | 'picture_N' | 'groupHash_N' | 'role_N'
>;

const HELD_OUT_SALT = 0x70616972;
const EVALUATED_SALT = 0x65766c73;

/**
 * Draws the held-out pairs by hashes of their ids (or of what their groups have in common), so that the same items are
 * held out on every machine, in whatever order and beside whatever others they stand. A column of the catalog that says
 * it goes before.
 *
 * @throws UserError if fewer than two pairs are left to train on, or all of them are right answers to each other
 */
export function splitPairs(pairs: SplitTable, settings: SplitSettings): PairSplit {
  const { seed, heldOutShare, heldOutUnit } = settings;
  const { itemIds, groupHash_N, role_N } = pairs;
  const roleOf = (pair: number): number => {
    if (role_N !== null) return role_N[pair];
    const own = heldOutUnit === 'groups' ? groupHash_N[pair] : hashId(idAt(itemIds, pair), 0);
    const drawn = hashToUnit(hashInts(HELD_OUT_SALT, seed, own)) < heldOutShare;
    return drawn ? ROLES.heldOut : ROLES.train;
  };
  const roles = Uint8Array.from({ length: itemIds.length }, (_, pair) => roleOf(pair));
  const [train, heldOut] = [indicesOf(roles, ROLES.train), indicesOf(roles, ROLES.heldOut)];
  if (train.length < 2) throw tooFew(pairs, train.length, role_N !== null);
  if (train.every((pair) => groupHash_N[pair] === groupHash_N[train[0]])) {
    throw new UserError(
      `${pairs.catalogPath}: all ${train.length} pairs to train on are of one group, so that there is nothing to tell ` +
        `apart; look at their texts, or choose another ${setting('groupBy')}`,
    );
  }
  return {
    train,
    heldOut,
    evaluated: drawSome(pairs, heldOut, settings),
    numNeither: roles.length - train.length - heldOut.length,
    known: {
      texts: countKnown(pairs.text_N, train, heldOut),
      pictures: countKnown(pairs.picture_N, train, heldOut),
    },
  };
}

function indicesOf(roles: Uint8Array, wanted: number): Int32Array {
  const indices = new Int32Array(roles.reduce((sum, role) => sum + Number(role === wanted), 0));
  let next = 0;
  roles.forEach((role, pair) => {
    if (role === wanted) indices[next++] = pair;
  });
  return indices;
}

/** Those of the lowest hashes. */
function drawSome(
  { itemIds }: SplitTable,
  heldOut: Int32Array,
  { seed, evaluatedPairs }: SplitSettings,
): Int32Array {
  if (heldOut.length <= evaluatedPairs) return heldOut;
  const hashed = Array.from(heldOut, (pair) => ({
    pair,
    hash: hashInts(EVALUATED_SALT, seed, hashId(idAt(itemIds, pair), 0)),
  }));
  hashed.sort((a, b) => a.hash - b.hash || a.pair - b.pair);
  return Int32Array.from(hashed.slice(0, evaluatedPairs), ({ pair }) => pair).sort();
}

function countKnown(number_N: Int32Array, train: Int32Array, heldOut: Int32Array): number {
  const known = new Set(train.map((pair) => number_N[pair]));
  return heldOut.reduce((sum, pair) => sum + Number(known.has(number_N[pair])), 0);
}

function tooFew(
  { catalogPath, itemIds }: SplitTable,
  numTrain: number,
  byColumn: boolean,
): UserError {
  const fewer = itemIds.length < 2 ? '' : `lower ${setting('heldOutShare')}, or `;
  const remedy = byColumn ? `look at ${setting('trainValues')}` : `${fewer}give more items`;
  return new UserError(
    `${catalogPath}: ${numTrain} of ${itemIds.length} pairs to train on, where two at least are wanted; ${remedy}`,
  );
}
