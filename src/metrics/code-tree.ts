// Codes of two levels, for a treemap.

/** A node of a treemap or icicle. */
export interface CodeNode {
  /** Null: several codes put together, the smallest. */
  readonly code: number | null;
  /** How many codes it stands for. */
  readonly codes: number;
  readonly items: number;
  readonly impressions: number;
  /** By the next level's code. */
  readonly children?: readonly CodeNode[];
}

/**
 * First-level codes with their second-level ones, most items first.
 *
 * @param codes_NL of items, coarse to fine
 * @param mostNodes of either level; what goes beyond is put together as one more
 */
export function createCodeTree(
  codes_NL: Int32Array,
  levels: number,
  impressions_N: ArrayLike<number>,
  mostNodes: number,
): CodeNode[] {
  const all = Array.from({ length: codes_NL.length / levels }, (_, item) => item);
  const nodesOf = (items: readonly number[], level: number): CodeNode[] => {
    const byCode = new Map<number, number[]>();
    for (const item of items) {
      const code = codes_NL[item * levels + level];
      const members = byCode.get(code);
      if (members === undefined) byCode.set(code, [item]);
      else members.push(item);
    }
    const groups = [...byCode].sort(([a, x], [b, y]) => y.length - x.length || a - b);
    const nodes = groups.slice(0, mostNodes).map(([code, members]) => ({
      ...nodeOf(code, 1, members),
      ...(level === 0 && levels > 1 ? { children: nodesOf(members, 1) } : {}),
    }));
    const rest = groups.slice(mostNodes);
    if (rest.length === 0) return nodes;
    const members = rest.flatMap(([, each]) => each);
    return [...nodes, nodeOf(null, rest.length, members)];
  };
  const nodeOf = (code: number | null, codes: number, items: readonly number[]): CodeNode => ({
    code,
    codes,
    items: items.length,
    impressions: items.reduce((sum, item) => sum + impressions_N[item], 0),
  });
  return nodesOf(all, 0);
}
