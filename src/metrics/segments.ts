// Head, torso, tail, new.

/** Parts of the items by how often they were shown in the training days. */
export const ITEM_SEGMENTS = ['head', 'torso', 'tail', 'new'] as const;

export type ItemSegment = (typeof ITEM_SEGMENTS)[number];

/** Cumulative shares of the impressions at which head and torso end. */
const SEGMENT_ENDS = [0.25, 0.75] as const;

const TAIL = 2;
const NEW = 3;

/**
 * The segment of every item. Sorted by impressions, most first (equal ones by index), head goes on until the
 * cumulative share reaches 25 %, torso until 75 %, tail is the rest; items without an impression are new.
 *
 * @param impressions_N how often each item was shown in the training days
 * @returns positions in ITEM_SEGMENTS; every item has just one
 * @see Zheng 2025, Table 3a
 */
export function segmentItems(impressions_N: ArrayLike<number>): Uint8Array {
  const numItems = impressions_N.length;
  const order = Array.from({ length: numItems }, (_, item) => item).sort(
    (a, b) => impressions_N[b] - impressions_N[a] || a - b,
  );
  let total = 0;
  for (let item = 0; item < numItems; item++) total += impressions_N[item];
  const segment_N = new Uint8Array(numItems);
  let before = 0;
  for (const item of order) {
    if (impressions_N[item] === 0) segment_N[item] = NEW;
    else {
      const ended = SEGMENT_ENDS.findIndex((end) => before < end * total);
      segment_N[item] = ended < 0 ? TAIL : ended;
    }
    before += impressions_N[item];
  }
  return segment_N;
}
