// The segment of every item.
import { Field, Schema, Uint8 } from 'apache-arrow';
import { concat } from '../util/concat.ts';
import { columnOf, createRecordBatch, uint8Column, valuesOf } from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

const SCHEMA = new Schema([new Field('segment', new Uint8(), false)]);

/** Writes a row for each item in the order of their index. @param segment_N 0 head, 1 torso, 2 tail, 3 new */
export async function writeItemSegments(path: string, segment_N: Uint8Array): Promise<void> {
  await writeArrowFile(path, async (file) => {
    await file.write(createRecordBatch(SCHEMA, [uint8Column(segment_N)]));
  });
}

export async function readItemSegments(path: string): Promise<Uint8Array> {
  const file = await openArrowFile(path);
  try {
    const parts: Uint8Array[] = [];
    for await (const batch of file.batches()) {
      parts.push(valuesOf(columnOf(batch, 'segment', path), Uint8Array, 'segment', path));
    }
    return concat(parts, Uint8Array);
  } finally {
    await file.close();
  }
}
