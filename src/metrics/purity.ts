// Whether groups hold one kind of item each.
import type { Groups } from './groups.ts';

/** The commonest label of some items. */
export interface CommonestLabel {
  readonly label: number;
  readonly items: number;
  /** Items that have a label. */
  readonly labeled: number;
}

/**
 * Share of items that have the commonest label of their group (Manning, Raghavan and Schütze 2008, section 16.3). An item
 * alone in its group counts as pure, so it rises with the number of groups: compare it with the same groups filled by
 * chance.
 *
 * @param label_N whole numbers of 0 or more; below 0: unknown, left out
 * @returns NaN where no label is known
 */
export function measurePurity({ group_N, numGroups }: Groups, label_N: ArrayLike<number>): number {
  const counts_G = Array.from({ length: numGroups }, () => new Map<number, number>());
  let labeled = 0;
  for (let item = 0; item < group_N.length; item++) {
    const label = label_N[item];
    if (label < 0) continue;
    labeled++;
    const counts = counts_G[group_N[item]];
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  let commonest = 0;
  for (const counts of counts_G) {
    let most = 0;
    for (const items of counts.values()) most = Math.max(most, items);
    commonest += most;
  }
  return commonest / labeled;
}

/** The commonest label of some items, the smallest of equals; undefined where none has one. */
export function commonestLabel(
  items: ArrayLike<number>,
  label_N: ArrayLike<number>,
): CommonestLabel | undefined {
  const counts = new Map<number, number>();
  for (let i = 0; i < items.length; i++) {
    const label = label_N[items[i]];
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  if (first === undefined) return undefined;
  const labeled = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return { label: first[0], items: first[1], labeled };
}
