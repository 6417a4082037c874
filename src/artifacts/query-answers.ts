// What each query got: `answers.arrow`.
import { Field, Float32, Int32, Schema, Uint8, Utf8 } from 'apache-arrow';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import {
  createRecordBatch,
  float32Column,
  idColumn,
  idType,
  int32Column,
  textColumn,
  uint8Column,
} from './arrow-columns.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** The answers of one embedding; nearest items of each query one after another, `count` a query. */
export interface EmbeddingAnswers {
  readonly name: string;
  readonly nearest: Int32Array;
  readonly cosines: Float64Array;
  readonly isRelevant: Uint8Array;
  readonly count: number;
  /** Of the first relevant item, of a tie the mean. */
  readonly rank_Q: Float64Array;
}

/**
 * Writes a row for each answer, nearest first: embedding, query_id, place (from 1), item_id, cosine, relevant (0 or 1) and
 * rank, that of the query's first relevant item among all items.
 *
 * @param queryIds of the queries asked, in the order of the answers
 */
export async function writeQueryAnswers(
  path: string,
  embeddings: readonly EmbeddingAnswers[],
  { queryIds, itemIds }: { readonly queryIds: Ids; readonly itemIds: Ids },
): Promise<void> {
  const schema = new Schema([
    new Field('embedding', new Utf8(), false),
    new Field('query_id', idType(queryIds), false),
    new Field('place', new Int32(), false),
    new Field('item_id', idType(itemIds), false),
    new Field('cosine', new Float32(), false),
    new Field('relevant', new Uint8(), false),
    new Field('rank', new Float32(), false),
  ]);
  await writeArrowFile(path, async (file) => {
    for (const { name, nearest, cosines, isRelevant, count, rank_Q } of embeddings) {
      const rows = Int32Array.from(nearest.keys());
      const queries = rows.map((row) => Math.floor(row / count));
      await file.write(
        createRecordBatch(schema, [
          textColumn(Array.from(rows, () => name)),
          idColumn(someIds(queryIds, queries)),
          int32Column(rows.map((row) => (row % count) + 1)),
          idColumn(someIds(itemIds, nearest)),
          float32Column(Float32Array.from(cosines)),
          uint8Column(isRelevant),
          float32Column(Float32Array.from(queries, (query) => rank_Q[query])),
        ]),
      );
    }
  });
}

/** Ids at some places. */
export function someIds(ids: Ids, places: Int32Array): Ids {
  if (ids instanceof Float64Array) return Float64Array.from(places, (place) => ids[place]);
  return Array.from(places, (place) => String(idAt(ids, place)));
}
