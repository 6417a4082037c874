// Codes made again and compared with those of a file.
import type { CollisionRules } from '../../artifacts/sids-making.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { indexOfIds } from '../../util/ids.ts';
import type { Codebooks } from '../model/quantizer-model.ts';
import { differenceFinder } from './code-differences.ts';
import type { CodeDifference } from './code-differences.ts';
import { countApart } from './count-apart.ts';
import { selectItems } from './gather-items.ts';
import { partsOf } from './published-sids.ts';
import type { PublishedSids } from './published-sids.ts';
import { levelsWith, resolveCollisions, withCounts } from './resolve-collisions.ts';
import type { FreshItems } from './resolve-collisions.ts';

/** An item whose codes are others now. */
export interface DifferingItem extends CodeDifference {
  readonly itemId: number | string;
}

export interface SidsCheck {
  /** Items of the file that the embeddings have too. */
  readonly compared: number;
  /** In the order of the file. */
  readonly differing: readonly DifferingItem[];
  /** Items of the file without an embedding. */
  readonly missing: readonly (number | string)[];
  /** Items with an embedding that the file lacks. */
  readonly extra: readonly (number | string)[];
}

/** A published file, and which of the coded items each of its rows is; -1: none. */
interface Matched {
  readonly published: PublishedSids;
  readonly items: FreshItems;
  readonly item_E: Int32Array;
}

/**
 * Makes the codes of a file again, part by part as it grew, and compares. Items without an embedding are taken to be right: they
 * hold their places.
 *
 * @param items all that have an embedding, as the model codes them, with latents, and sameness where duplicates share
 * @throws Error where the file has another number of levels than the model
 */
export function verifySids(
  model: Codebooks,
  published: PublishedSids,
  items: FreshItems,
): SidsCheck {
  const { sids, making } = published;
  const { itemIds, codes_NL: full_EL, levels } = sids;
  if (levels !== levelsWith(making, model.codebookSizes.length)) {
    throw new Error(`${levels} levels are not those of the model`);
  }
  const itemOf = indexOfIds(items.itemIds);
  const item_E = Int32Array.from(
    { length: itemIds.length },
    (_, row) => itemOf.get(itemIds[row]) ?? -1,
  );
  const matched = { published, items, item_E };
  const again =
    making.collisions === 'count' ? countAgain(model, matched) : partsAgain(model, making, matched);
  const find = differenceFinder(model, making);
  const differing: DifferingItem[] = [];
  const missing: (number | string)[] = [];
  for (let row = 0; row < itemIds.length; row++) {
    const item = item_E[row];
    if (item === -1) {
      missing.push(itemIds[row]);
      continue;
    }
    const codesOf = (codes: Int32Array): number[] => [
      ...codes.subarray(row * levels, (row + 1) * levels),
    ];
    const { latentWidth } = model;
    const z_Z = items.z_NZ.subarray(item * latentWidth, (item + 1) * latentWidth);
    const difference = find(codesOf(full_EL), codesOf(again), z_Z);
    if (difference !== null) differing.push({ itemId: itemIds[row], ...difference });
  }
  const rowOf = indexOfIds(itemIds);
  const ids = Array.from(items.itemIds as ArrayLike<number | string>);
  return {
    compared: itemIds.length - missing.length,
    differing,
    missing,
    extra: ids.filter((id) => !rowOf.has(id)),
  };
}

/** The model's codes, with the numbers that items of the published codes should have. */
function countAgain(model: Codebooks, { published, items, item_E }: Matched): Int32Array {
  const { codes_NL: full_EL, itemIds } = published.sids;
  const { codebookSizes } = model;
  const levels = codebookSizes.length;
  const published_EL = new Int32Array(item_E.length * levels);
  const again_EL = new Int32Array(item_E.length * levels);
  const given_N = new Int32Array(item_E.length).fill(-1);
  item_E.forEach((item, row) => {
    const codes_L = full_EL.subarray(row * (levels + 1), row * (levels + 1) + levels);
    published_EL.set(codes_L, row * levels);
    if (item === -1) given_N[row] = full_EL[row * (levels + 1) + levels];
    else again_EL.set(items.codes_NL.subarray(item * levels, (item + 1) * levels), row * levels);
  });
  const counted = {
    itemIds,
    codes_NL: published_EL,
    sameness_N: samenessOf(items, item_E),
    given_N,
  };
  return withCounts(again_EL, countApart(counted, codebookSizes, null), levels);
}

/** Part by part, each behind those before it as they are published. */
function partsAgain(model: Codebooks, rules: CollisionRules, matched: Matched): Int32Array {
  const { published, items, item_E } = matched;
  const { codes_NL: codes_EL, levels } = published.sids;
  const again_EL = codes_EL.slice();
  const sameness_E = samenessOf(items, item_E);
  let start = 0;
  for (const part of partsOf(published)) {
    const end = start + part.items;
    const rows = Array.from({ length: end }, (_, row) => row);
    const isAgain = (row: number): boolean => row >= start && item_E[row] !== -1;
    const before = rows.filter((row) => !isAgain(row));
    const now = rows.filter(isAgain);
    const fresh = selectItems(
      items,
      now.map((row) => item_E[row]),
    );
    const taken = {
      full_EL: gatherRows(codes_EL, levels, before),
      sameness_E: before.map((row) => sameness_E[row]),
    };
    const codes_NL = resolveCollisions(model, rules, fresh, taken);
    now.forEach((row, i) =>
      again_EL.set(codes_NL.subarray(i * levels, (i + 1) * levels), row * levels),
    );
    start = end;
  }
  return again_EL;
}

function samenessOf({ sameness_N }: FreshItems, item_E: Int32Array): (string | null)[] {
  return Array.from(item_E, (item) => (item === -1 ? null : (sameness_N?.[item] ?? null)));
}
