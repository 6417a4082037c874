// Items coded together, behind those that have their codes already.
import type { CollisionRules } from '../../artifacts/sids-making.ts';
import { concat } from '../../util/concat.ts';
import { UserError } from '../../util/errors.ts';
import { indexOfIds } from '../../util/ids.ts';
import type { CodingJob } from './code-batches.ts';
import { gatherItems, selectItems } from './gather-items.ts';
import type { PublishedSids } from './published-sids.ts';
import { NOBODY, resolveCollisions, sizesWith } from './resolve-collisions.ts';

/** All items of a file: first those from before, as they were. */
export interface AppendedItems {
  readonly itemIds: readonly (number | string)[];
  /** With the counting level where there is one. */
  readonly full_NL: Int32Array;
  readonly codebookSizes: readonly number[];
  readonly newItems: number;
  /** New ones with other codes than the model's first choice. */
  readonly movedItems: number;
}

/**
 * Codes the items of a stream that are not published yet, and puts them behind those that are; these keep their rows.
 *
 * @throws UserError where ids are numbers in one file and texts in the other, or duplicates share and an item that is published
 *   has no embedding to be compared with
 */
export async function appendItems(
  job: CodingJob,
  rules: CollisionRules,
  published: PublishedSids | null,
): Promise<AppendedItems> {
  const { model } = job.quantizer;
  const wants = { latents: rules.collisions === 'next-best', sameness: rules.shareDuplicates };
  const all = await gatherItems(job, wants);
  if (all.itemIds.length === 0)
    throw new UserError(`${job.embeddings} holds no items; make it again`);
  const old = published?.sids;
  const rowOf = indexOfIds(old?.itemIds ?? []);
  if (old !== undefined && typeof old.itemIds[0] !== typeof all.itemIds[0]) {
    throw new UserError(
      `ids are ${typeof old.itemIds[0]}s in ${published?.path} and ${typeof all.itemIds[0]}s in ${job.embeddings}; write both alike`,
    );
  }
  const fresh: number[] = [];
  const sameness_E = Array<string | null>(old?.itemIds.length ?? 0).fill(null);
  for (let item = 0; item < all.itemIds.length; item++) {
    const row = rowOf.get(all.itemIds[item]);
    if (row === undefined) fresh.push(item);
    else sameness_E[row] = all.sameness_N?.[item] ?? null;
  }
  const unknown = sameness_E.indexOf(null);
  if (old !== undefined && rules.shareDuplicates && unknown >= 0) {
    throw new UserError(
      `${job.embeddings} has no embedding of item ${old.itemIds[unknown]} of ${published?.path}: where duplicates share, ` +
        `the embeddings of all items are wanted; give a file that has the old ones too`,
    );
  }
  const items = selectItems(all, fresh);
  const before = old === undefined ? NOBODY : { full_EL: old.codes_NL, sameness_E };
  const full_NL = resolveCollisions(model, rules, items, before);
  const whole_NL = concat([before.full_EL, full_NL], Int32Array);
  const sizes = sizesWith(rules, model.codebookSizes, whole_NL);
  const last = old?.codebookSizes.at(-1) ?? 0;
  return {
    itemIds: [...(old?.itemIds ?? []), ...items.itemIds],
    full_NL: whole_NL,
    // A counting level never gets smaller: tokens are made with its size.
    codebookSizes: [...sizes.slice(0, -1), Math.max(sizes.at(-1) ?? 0, last)],
    newItems: fresh.length,
    movedItems:
      rules.collisions === 'next-best' ? countMoved(items.codes_NL, full_NL, sizes.length) : 0,
  };
}

function countMoved(first_NL: Int32Array, codes_NL: Int32Array, levels: number): number {
  let moved = 0;
  for (let from = 0; from < codes_NL.length; from += levels) {
    let level = 0;
    while (level < levels && first_NL[from + level] === codes_NL[from + level]) level++;
    if (level < levels) moved++;
  }
  return moved;
}
