// Arrow's streaming format out of a pipe, batch by batch.
import type { Readable } from 'node:stream';
import { RecordBatchReader } from 'apache-arrow';
import type { RecordBatch, Schema } from 'apache-arrow';
import { messageOf, UserError } from '../util/errors.ts';
import { damagedFile } from './arrow-file.ts';

/** A stream of record batches as they come in. */
export interface ArrowStream {
  readonly schema: Schema;
  batches(): AsyncGenerator<RecordBatch>;
}

/**
 * Reads a stream's schema; its batches come when they are asked for, so that whoever writes waits for whoever reads. Memory:
 * one batch.
 *
 * @param name for messages: "standard input"
 * @throws UserError if nothing comes, or what comes is no Arrow, here and from `batches`
 */
export async function openArrowStream(input: Readable, name: string): Promise<ArrowStream> {
  const explain = (error: unknown): unknown =>
    error instanceof RangeError || /closed|end of|Expected to read|Invalid/i.test(messageOf(error))
      ? new UserError(`${name} is cut short, or no Arrow IPC stream; write one with an end to it`)
      : damagedFile(name, error);
  try {
    const reader = await RecordBatchReader.from(input);
    await reader.open();
    if ((reader.schema as Schema | undefined) === undefined) {
      throw new UserError(`${name} has no Arrow IPC stream; pipe one in`);
    }
    return {
      schema: reader.schema,
      async *batches() {
        try {
          for await (const batch of reader) yield batch;
        } catch (error) {
          throw explain(error);
        }
      },
    };
  } catch (error) {
    throw explain(error);
  }
}
