// The items that are inspected: those that have a content and all codes.
import { readEmbeddings } from '../data/embeddings/stream-embeddings.ts';
import { UserError } from '../util/errors.ts';
import { gatherRows } from '../util/gather-rows.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import type { CodesSource } from './codes-sources.ts';
import { readCodesFile } from './read-codes-file.ts';
import type { CodesOfFile } from './read-codes-file.ts';

/** The codes of the inspected items, in their order. */
export interface InspectedCodes extends CodesSource, Omit<CodesOfFile, 'itemIds'> {
  /** Items of the file that are not among the inspected ones. */
  readonly leftOut: number;
}

/** Items with contents and codes, all in one order. */
export interface InspectedItems {
  /** As texts. */
  readonly ids: readonly string[];
  /** Row-major, N rows of D floats. */
  readonly embeddings_ND: Float32Array;
  /** D */
  readonly width: number;
  readonly codes: readonly InspectedCodes[];
  /** Items of the embeddings that are not among the inspected ones. */
  readonly leftOut: number;
}

/**
 * Reads contents and codes. Inspected are the items that all files have, so that figures of several sets of codes are of the same items.
 * Ids are the same where they are written alike, as number or text.
 *
 * @throws UserError where fewer than three items are in all files
 */
export async function readInspectedItems(
  embeddingsPath: string,
  sources: readonly CodesSource[],
): Promise<InspectedItems> {
  const { itemIds, embeddings_ND, width } = await readEmbeddings(embeddingsPath);
  let ids = textsOf(itemIds);
  const read: { readonly source: CodesSource; readonly sids: CodesOfFile }[] = [];
  for (const source of sources) {
    const sids = await readCodesFile(source.path);
    read.push({ source, sids });
    const known = new Set(textsOf(sids.itemIds));
    const shared = ids.filter((id) => known.has(id));
    if (shared.length < 3) {
      throw new UserError(
        `${source.path} and ${embeddingsPath}${read.length > 1 ? ' and the codes before it' : ''} have ` +
          `${shared.length} items in common, three at least are wanted: codes are of ids like ` +
          `${idAt(sids.itemIds, 0)}, embeddings of ids like ${idAt(itemIds, 0)}; give those of the same items`,
      );
    }
    ids = shared;
  }
  const rows = rowsOf(textsOf(itemIds), ids);
  return {
    ids,
    embeddings_ND: rows === null ? embeddings_ND : gatherRows(embeddings_ND, width, rows),
    width,
    codes: read.map(({ source, sids: { itemIds: own, codes_NL, ...format } }) => ({
      ...source,
      ...format,
      codes_NL: gatherCodes(codes_NL, format.levels, rowsOf(textsOf(own), ids)),
      leftOut: own.length - ids.length,
    })),
    leftOut: itemIds.length - ids.length,
  };
}

function textsOf(ids: Ids): string[] {
  return Array.from({ length: ids.length }, (_, i) => String(idAt(ids, i)));
}

/** Where the wanted ids are; null where they are all, in this order. */
function rowsOf(all: readonly string[], wanted: readonly string[]): Int32Array | null {
  if (all.length === wanted.length && all.every((id, row) => id === wanted[row])) return null;
  const rowOf = new Map(all.map((id, row) => [id, row]));
  return Int32Array.from(wanted, (id) => rowOf.get(id) ?? -1);
}

function gatherCodes(codes_NL: Int32Array, levels: number, rows: Int32Array | null): Int32Array {
  if (rows === null) return codes_NL;
  const gathered_NL = new Int32Array(rows.length * levels);
  rows.forEach((row, place) => {
    gathered_NL.set(codes_NL.subarray(row * levels, (row + 1) * levels), place * levels);
  });
  return gathered_NL;
}
