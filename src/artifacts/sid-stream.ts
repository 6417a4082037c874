// Semantic IDs down a pipe: Arrow's streaming format with the columns and the metadata of `sids.arrow`.
import type { Writable } from 'node:stream';
import { Int64, Utf8 } from 'apache-arrow';
import type { Ids } from '../util/ids.ts';
import { createArrowStreamWriter } from './arrow-writer.ts';
import type { ArrowFileWriter } from './arrow-writer.ts';
import { semanticIdBatch, semanticIdSchema } from './semantic-ids.ts';
import type { SemanticIdFormat, WriteSemanticIds } from './semantic-ids.ts';

/** What semantic IDs are written to. */
export interface SemanticIdPipe {
  readonly write: WriteSemanticIds;
  /** Ends the stream; one to which nothing was written has a schema and no rows, with ids as text. */
  close(): Promise<void>;
}

/**
 * Each batch is out when `write` has ended.
 *
 * @throws Error, from `write` and `close`, of the system where nobody reads any more (`EPIPE`)
 */
export function createSemanticIdPipe(out: Writable, format: SemanticIdFormat): SemanticIdPipe {
  let writer: ArrowFileWriter | undefined;
  let schema = semanticIdSchema(new Utf8(), format);
  const open = (ids: Ids): ArrowFileWriter => {
    if (ids instanceof Float64Array) schema = semanticIdSchema(new Int64(), format);
    return createArrowStreamWriter(out, schema);
  };
  return {
    async write(itemIds, codes_BL) {
      writer ??= open(itemIds);
      await writer.write(semanticIdBatch(schema, itemIds, codes_BL));
    },
    async close() {
      writer ??= open([]);
      await writer.close();
    },
  };
}
