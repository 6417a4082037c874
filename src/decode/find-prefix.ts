// What was asked for: a prefix, or an item with its siblings.
import { suggestName } from '../util/nearest-name.ts';
import { UserError } from '../util/errors.ts';
import type { CodedItems } from './coded-items.ts';
import { codesOf } from './prefix-node.ts';
import type { PrefixNode } from './prefix-node.ts';

/**
 * The items under a prefix.
 *
 * @throws UserError if it has too many codes, a code beyond the codebook, or no item
 */
export function findPrefix(coded: CodedItems, prefix: readonly number[]): PrefixNode {
  const { codes_NL, levels, codebookSizes, itemIds, path } = coded;
  if (prefix.length > levels) {
    throw new UserError(
      `${path}: a semantic ID has ${levels} codes, the prefix ${prefix.join()} ${prefix.length}; leave some out`,
    );
  }
  const level = prefix.findIndex((code, i) => code >= codebookSizes[i]);
  if (level !== -1) {
    throw new UserError(
      `${path}: codes of level ${level + 1} go from 0 to ${codebookSizes[level] - 1}, ` +
        `the prefix ${prefix.join()} has ${prefix[level]}`,
    );
  }
  const items: number[] = [];
  for (let item = 0; item < itemIds.length; item++) {
    if (prefix.every((code, level) => codes_NL[item * levels + level] === code)) items.push(item);
  }
  if (items.length > 0) return { prefix, items };
  const shorter = prefix.slice(0, -1);
  const remedy =
    shorter.length === 0 ? 'leave it out to see those in use' : `try ${shorter.join()}`;
  throw new UserError(`${path}: no item is under the prefix ${prefix.join()}; ${remedy}`);
}

/** Items that share a prefix with an item, and no longer one. */
export interface Siblings extends PrefixNode {
  /** Codes that are the same; L: all. */
  readonly shared: number;
}

/** @throws UserError with the nearest id where no item has this one */
export function findItem({ itemIds, path }: CodedItems, id: string): number {
  for (let item = 0; item < itemIds.length; item++) {
    if (String(itemIds[item]) === id) return item;
  }
  throw new UserError(`${path}: no item has the id ${id}; ${nearestId(itemIds, id)}`);
}

/** The item's siblings, those with the longest shared prefix first; without the item itself. */
export function siblingsOf(coded: CodedItems, item: number): Siblings[] {
  const codes = codesOf(coded, item);
  const { codes_NL, levels, itemIds } = coded;
  const siblings = Array.from({ length: levels }, (_, i) => ({
    shared: levels - i,
    prefix: codes.slice(0, levels - i),
    items: [] as number[],
  }));
  for (let other = 0; other < itemIds.length; other++) {
    let shared = 0;
    while (shared < levels && codes_NL[other * levels + shared] === codes[shared]) shared++;
    if (shared > 0 && other !== item) siblings[levels - shared].items.push(other);
  }
  return siblings;
}

/** Among many ids only those that begin or end alike are compared: letter by letter takes its time. */
const MOST_COMPARED = 20_000;

function nearestId(itemIds: CodedItems['itemIds'], id: string): string {
  const names = Array.from(itemIds as ArrayLike<number | string>, String);
  const alike = (length: number): string[] =>
    names.filter(
      (name) =>
        name.slice(0, length) === id.slice(0, length) || name.slice(-length) === id.slice(-length),
    );
  const compared = names.length <= MOST_COMPARED ? names : alike(3).slice(0, MOST_COMPARED);
  const [first, second] = names;
  if (compared.length === 0) return `there are ids like ${first}, ${second}`;
  const suggestion = suggestName(id, compared);
  return suggestion.startsWith('did') ? suggestion : `there are ids like ${first}, ${second}`;
}
