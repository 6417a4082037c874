// What train-rqvae and assign print.
import type { CodeUsage } from '../../quantizer/code/code-counts.ts';
import type { Collisions } from '../../quantizer/code/collisions.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';
import { drawTable } from './tables.ts';

interface CodedLevel extends CodeUsage {
  /** Root mean square length of what is left over behind the level. */
  readonly residualNorm?: number;
}

/** A line for each level: how many of its codes are used, and how evenly. */
export function levelTable(
  levels: readonly CodedLevel[],
  codebookSizes: readonly number[],
): string {
  const hasNorm = levels.some(({ residualNorm }) => residualNorm !== undefined);
  const head = ['level', 'codes used', 'of', 'perplexity', ...(hasNorm ? ['residual norm'] : [])];
  const rows = levels.map(({ usage, perplexity, residualNorm }, i) => [
    String(i + 1),
    formatCount(usage),
    formatCount(codebookSizes[i]),
    perplexity.toFixed(1),
    ...(residualNorm === undefined ? [] : [residualNorm.toPrecision(4)]),
  ]);
  return drawTable(head, rows);
}

/** "3,922 items have 3,815 semantic IDs, 1.03 items each; 4.9 % share theirs, at most 5 items one" */
export function describeCollisions(collisions: Collisions): string {
  const { items, semanticIds, itemsPerSemanticId, sharingShare, largest } = collisions;
  return (
    `${formatCount(items)} items have ${formatCount(semanticIds)} semantic IDs, ` +
    `${itemsPerSemanticId.toFixed(2)} items each; ${(100 * sharingShare).toFixed(1)} % share theirs, ` +
    `at most ${formatCount(largest)} items one`
  );
}

/** What became of items that were added behind others, and of those that did not get their first choice. */
export function describeAdded(
  metrics: { readonly items: number; readonly new_items: number; readonly moved_items: number },
  path: string | undefined,
): string[] {
  const { items, new_items: added, moved_items: moved } = metrics;
  return [
    ...(path === undefined
      ? []
      : [
          `${plural(added, 'new item')} behind ${formatCount(items - added)} of ${path}, which keep their codes`,
        ]),
    ...(moved === 0 ? [] : [`${plural(moved, 'item')} got the nearest codes that were free`]),
  ];
}

/** The same as named in JSON. */
export function collisionsToJson(collisions: Collisions) {
  return {
    semantic_ids: collisions.semanticIds,
    items_per_semantic_id: collisions.itemsPerSemanticId,
    sharing_percent: 100 * collisions.sharingShare,
    largest: collisions.largest,
  };
}
