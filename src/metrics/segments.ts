// Head, torso, tail, new.

/** Parts of the items by how often they were shown (or where that is not known, clicked) in the training days. */
export const ITEM_SEGMENTS = ['head', 'torso', 'tail', 'new'] as const;

export type ItemSegment = (typeof ITEM_SEGMENTS)[number];

/** Cumulative shares of the impressions at which head and torso end. */
const SEGMENT_ENDS = [0.25, 0.75] as const;

const TAIL = 2;
const NEW = 3;

/**
 * The segment of every item. Sorted by counts, most first (equal ones by index), head goes on until the
 * cumulative share reaches 25 %, torso until 75 %, tail is the rest; items without a count are new.
 *
 * @param counts_N how often each item was shown, or clicked, in the training days
 * @returns positions in ITEM_SEGMENTS; every item has just one
 * @see Zheng 2025, Table 3a
 */
export function segmentItems(counts_N: ArrayLike<number>): Uint8Array {
  const numItems = counts_N.length;
  const order = Array.from({ length: numItems }, (_, item) => item).sort(
    (a, b) => counts_N[b] - counts_N[a] || a - b,
  );
  let total = 0;
  for (let item = 0; item < numItems; item++) total += counts_N[item];
  const segment_N = new Uint8Array(numItems);
  let before = 0;
  for (const item of order) {
    if (counts_N[item] === 0) segment_N[item] = NEW;
    else {
      const ended = SEGMENT_ENDS.findIndex((end) => before < end * total);
      segment_N[item] = ended < 0 ? TAIL : ended;
    }
    before += counts_N[item];
  }
  return segment_N;
}
