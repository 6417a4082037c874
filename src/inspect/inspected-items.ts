// The items that are inspected: those that have a content and all codes.
import type { EmbeddingColumnSettings } from '../artifacts/embedding-columns.ts';
import { readEmbeddings } from '../data/embeddings/stream-embeddings.ts';
import { UserError } from '../util/errors.ts';
import { gatherRows } from '../util/gather-rows.ts';
import { idAt, indexOfIds } from '../util/ids.ts';
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
  columns: EmbeddingColumnSettings,
  sources: readonly CodesSource[],
): Promise<InspectedItems> {
  const { itemIds, embeddings_ND, width } = await readEmbeddings(embeddingsPath, columns);
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
  return {
    ids,
    embeddings_ND: rowsOfItems(embeddings_ND, width, textsOf(itemIds), ids),
    width,
    codes: read.map(({ source, sids: { itemIds: own, codes_NL, ...format } }) => ({
      ...source,
      ...format,
      codes_NL: rowsOfItems(codes_NL, format.levels, textsOf(own), ids),
      leftOut: own.length - ids.length,
    })),
    leftOut: itemIds.length - ids.length,
  };
}

function textsOf(ids: Ids): string[] {
  return Array.from({ length: ids.length }, (_, i) => String(idAt(ids, i)));
}

/** The rows of the wanted items, in their order; no copy where these are all, in this order. */
function rowsOfItems<T extends Float32Array | Int32Array>(
  rows_NW: T,
  width: number,
  all: readonly string[],
  wanted: readonly string[],
): T {
  if (all.length === wanted.length && all.every((id, row) => id === wanted[row])) return rows_NW;
  const rowOf = indexOfIds(all);
  return gatherRows(
    rows_NW,
    width,
    Int32Array.from(wanted, (id) => rowOf.get(id) ?? -1),
  );
}
