// Several embeddings on the same items.
import { gatherRows } from '../util/gather-rows.ts';
import { idAt } from '../util/ids.ts';
import type { ReadEmbedding } from './named-embeddings.ts';
import type { KnownIds } from './questions.ts';
import { toUnitRows } from './unit-rows.ts';
import type { UnitRows } from './unit-rows.ts';

/** Vectors of the ids that all have, in the order of the first. */
export interface AlignedEmbeddings {
  readonly known: KnownIds;
  readonly rows: readonly UnitRows[];
}

/**
 * Compared are the ids that all embeddings have, so that each has the same to choose from.
 *
 * @param paths for messages
 * @throws UserError naming file and row of a vector without a direction
 */
export function alignEmbeddings(
  embeddings: readonly ReadEmbedding[],
  paths: readonly string[],
): AlignedEmbeddings {
  const rowOf = embeddings.map(({ itemIds }) => {
    const rows = new Map<string, number>();
    for (let row = 0; row < itemIds.length; row++) rows.set(String(idAt(itemIds, row)), row);
    return rows;
  });
  const [first] = embeddings;
  const shared = [...first.itemIds.keys()].filter((row) => {
    const id = String(idAt(first.itemIds, row));
    return rowOf.every((rows) => rows.has(id));
  });
  const { itemIds } = first;
  const ids =
    itemIds instanceof Float64Array
      ? Float64Array.from(shared, (row) => itemIds[row])
      : shared.map((row) => itemIds[row]);
  const names = Array.from(shared, (_, i) => String(idAt(ids, i)));
  const isShared = new Set(names);
  const without = embeddings.flatMap((each, i) => [...each.without, ...rowOf[i].keys()]);
  return {
    known: {
      ids,
      without: new Set(without.filter((id) => !isShared.has(id))),
      path: paths.join(', '),
    },
    rows: embeddings.map(({ embeddings_ND, width }, i) => {
      const chosen = Int32Array.from(names, (id) => rowOf[i].get(id) ?? 0);
      const unit = toUnitRows(embeddings_ND, width, paths[i]);
      const areAll = chosen.length === rowOf[i].size && chosen.every((row, place) => row === place);
      if (areAll) return unit;
      return { rows_ND: gatherRows(unit.rows_ND, width, chosen), width };
    }),
  };
}
