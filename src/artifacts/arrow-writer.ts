// Arrow IPC, batch by batch, into a file or down a pipe.
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';
import type { RecordBatch, RecordBatchWriter, Schema } from 'apache-arrow';

const MAX_UNWRITTEN_BYTES = 1 << 20;

/** Arrow IPC being written batch by batch; about one encoded batch is held in memory. */
export interface ArrowFileWriter {
  write(batch: RecordBatch): Promise<void>;
  /** Writes the footer and closes; without it a file is not valid. */
  close(): Promise<void>;
  /** Closes without a footer, after a failure; nothing after close or a first abort. */
  abort(): Promise<void>;
}

/** Where the bytes go. */
interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens `path` for writing; the caller gives the file its final name after `close`. */
export async function createArrowFileWriter(path: string): Promise<ArrowFileWriter> {
  const file = await open(path, 'w');
  return createArrowWriter(new RecordBatchFileWriter(), {
    write: (bytes) => file.writeFile(bytes),
    close: () => file.close(),
  });
}

/**
 * Writes Arrow's streaming format; what reads it gets each batch when it is written. The stream itself stays open: standard
 * output is not ours to close.
 *
 * @param schema so that a stream without batches has one too
 */
export function createArrowStreamWriter(out: Writable, schema: Schema): ArrowFileWriter {
  const writer = new RecordBatchStreamWriter();
  // Whoever reads may go away: the write that finds it so says it.
  const ignore = (): void => undefined;
  out.on('error', ignore);
  writer.reset(undefined, schema);
  return createArrowWriter(writer, {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        out.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => Promise.resolve(void out.off('error', ignore)),
  });
}

function createArrowWriter(writer: RecordBatchWriter, sink: ByteSink): ArrowFileWriter {
  let unwrittenBytes = 0;
  let failure: unknown;
  let isEnded = false;
  const copying = copyChunks(writer, sink, (numBytes) => (unwrittenBytes -= numBytes)).catch(
    (error: unknown) => {
      failure = error;
    },
  );
  return {
    async write(batch) {
      unwrittenBytes += batch.data.byteLength;
      writer.write(batch);
      do await nextTurn();
      while (unwrittenBytes > MAX_UNWRITTEN_BYTES && failure === undefined);
      if (failure !== undefined) throw failure as Error;
    },
    async close() {
      isEnded = true;
      if (failure === undefined) writer.close(); // else the writer is closed already
      await copying;
      await sink.close();
      if (failure !== undefined) throw failure as Error;
    },
    async abort() {
      if (isEnded) return;
      isEnded = true;
      if (failure === undefined) writer.abort();
      await copying;
      await sink.close();
    },
  };
}

async function copyChunks(
  writer: RecordBatchWriter,
  sink: ByteSink,
  onWritten: (numBytes: number) => void,
): Promise<void> {
  for await (const chunk of writer as unknown as AsyncIterable<Uint8Array>) {
    await sink.write(chunk);
    onWritten(chunk.byteLength);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
