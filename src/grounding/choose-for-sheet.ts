// Which items a contact sheet shows.
import { streamItemBoxes } from '../artifacts/item-boxes.ts';
import type { ItemBox } from '../artifacts/item-boxes.ts';

/** Items to look at. */
export interface SheetChoice {
  /** Whose best box is nearest to the threshold, on either side, the nearest first. */
  readonly doubtful: readonly (number | string)[];
  /** Of the others, evenly over the catalog. */
  readonly sample: readonly (number | string)[];
}

/**
 * @param path boxes.arrow
 * @param most of each kind
 */
export async function chooseForSheet(
  path: string,
  threshold: number,
  most: number,
): Promise<SheetChoice> {
  const all: { id: number | string; doubt: number }[] = [];
  for await (const { itemIds, boxes } of streamItemBoxes(path)) {
    itemIds.forEach((id, i) => all.push({ id, doubt: doubtOf(boxes[i], threshold) }));
  }
  const nearest = all
    .filter(({ doubt }) => Number.isFinite(doubt))
    .sort((a, b) => a.doubt - b.doubt)
    .slice(0, most);
  const doubtful = nearest.map(({ id }) => id);
  const isDoubtful = new Set(doubtful);
  const rest = all.map(({ id }) => id).filter((id) => !isDoubtful.has(id));
  const count = Math.min(most, rest.length);
  const sample = Array.from(
    { length: count },
    (_, i) => rest[Math.floor(((i + 0.5) * rest.length) / count)],
  );
  return { doubtful, sample };
}

/** How near to the threshold; Infinity where nothing was looked for. */
function doubtOf({ score, prompt }: ItemBox, threshold: number): number {
  return prompt === '' ? Infinity : Math.abs(score - threshold);
}
