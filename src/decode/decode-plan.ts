// What is shown of what was asked for: which prefixes, which items of each, which with pictures.
import type { CodedItems } from './coded-items.ts';
import { describePrefix } from './describe-prefix.ts';
import type { PrefixFacts } from './describe-prefix.ts';
import { findItem, findPrefix, siblingsOf } from './find-prefix.ts';
import { childrenOf, itemsToShow, rootNode } from './prefix-node.ts';
import type { PrefixNode } from './prefix-node.ts';
import type { TellingWords } from './title-words.ts';

/** A prefix as it is shown. */
export interface ShownPrefix {
  readonly facts: PrefixFacts;
  /** All items under it. */
  readonly members: readonly number[];
  /** Those shown, in the order of their codes. */
  readonly shown: readonly number[];
  /** Prefixes that are one code longer; none where they are not asked for. */
  readonly children: readonly ShownPrefix[];
  readonly leftOut: LeftOut;
}

/** Prefixes beyond the largest. */
export interface LeftOut {
  readonly prefixes: number;
  readonly items: number;
}

/** What was asked for. */
export type Asked =
  | { readonly kind: 'overview' }
  | { readonly kind: 'prefix'; readonly facts: PrefixFacts }
  /** Sections are siblings: those that share all codes first. */
  | { readonly kind: 'item'; readonly item: number };

export interface DecodePlan {
  readonly asked: Asked;
  readonly sections: readonly ShownPrefix[];
  readonly leftOut: LeftOut;
  /** See `PlanOptions`. */
  readonly distances: ReadonlyMap<string, number> | null;
}

export interface PlanOptions {
  readonly prefix: readonly number[] | null;
  readonly item: string | null;
  /** Items of a prefix. */
  readonly most: number;
  readonly prefixes: number;
  /** Of siblings from their item, by id as text: nearest first, then those without one. Null: in the order of their codes. */
  readonly distances: ReadonlyMap<string, number> | null;
}

/** Below a section. */
const MOST_CHILDREN = 6;

/** @throws UserError where there is no such prefix or item */
export function planDecode(
  coded: CodedItems,
  wordsOf: TellingWords,
  { prefix, item: id, most, prefixes, distances }: PlanOptions,
): DecodePlan {
  const describe = (node: PrefixNode): PrefixFacts => describePrefix(coded, wordsOf, node);
  const show = (node: PrefixNode, levelsBelow: number): ShownPrefix => {
    const { shown: children, leftOut } =
      levelsBelow === 0
        ? { shown: [], leftOut: { prefixes: 0, items: 0 } }
        : split(node, MOST_CHILDREN, levelsBelow - 1);
    const shown = inOrderOfCodes(coded, itemsToShow(coded, node.items, most));
    return { facts: describe(node), members: node.items, shown, children, leftOut };
  };
  const split = (node: PrefixNode, mostPrefixes: number, levelsBelow: number) => {
    const nodes = childrenOf(coded, node);
    const rest = nodes.slice(mostPrefixes);
    return {
      shown: nodes.slice(0, mostPrefixes).map((each) => show(each, levelsBelow)),
      leftOut: {
        prefixes: rest.length,
        items: rest.reduce((sum, { items }) => sum + items.length, 0),
      },
    };
  };
  if (id !== null) {
    const item = findItem(coded, id);
    const sections = siblingsOf(coded, item).map((each) => {
      if (distances === null) return show(each, 0);
      const members = nearestFirst(coded, each.items, distances);
      return { ...show({ ...each, items: members }, 0), shown: members.slice(0, most) };
    });
    return {
      asked: { kind: 'item', item },
      sections,
      leftOut: { prefixes: 0, items: 0 },
      distances,
    };
  }
  const node = prefix === null ? rootNode(coded) : findPrefix(coded, prefix);
  const asked: Asked =
    prefix === null ? { kind: 'overview' } : { kind: 'prefix', facts: describe(node) };
  if (node.prefix.length === coded.levels) {
    return {
      asked,
      sections: [show(node, 0)],
      leftOut: { prefixes: 0, items: 0 },
      distances: null,
    };
  }
  const { shown: sections, leftOut } = split(node, prefixes, 1);
  return { asked, sections, leftOut, distances: null };
}

function nearestFirst(
  { itemIds }: CodedItems,
  items: readonly number[],
  distances: ReadonlyMap<string, number>,
): number[] {
  const distanceOf = (item: number): number => distances.get(String(itemIds[item])) ?? Infinity;
  return items.toSorted((a, b) =>
    distanceOf(a) < distanceOf(b) ? -1 : distanceOf(a) > distanceOf(b) ? 1 : a - b,
  );
}

/** Items of the same codes stand together. */
function inOrderOfCodes({ codes_NL, levels }: CodedItems, items: readonly number[]): number[] {
  return items.toSorted((a, b) => {
    for (let level = 0; level < levels; level++) {
      const difference = codes_NL[a * levels + level] - codes_NL[b * levels + level];
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

/**
 * The prefixes whose items are shown with pictures: sections first, then what is below them, as long as there are pictures
 * left for all of their items.
 */
export function allotPictures({ sections }: DecodePlan, most: number): Set<ShownPrefix> {
  const allotted = new Set<ShownPrefix>();
  let left = most;
  for (const each of [...sections, ...sections.flatMap(({ children }) => children)]) {
    if (each.shown.length > left) break;
    left -= each.shown.length;
    allotted.add(each);
  }
  return allotted;
}
