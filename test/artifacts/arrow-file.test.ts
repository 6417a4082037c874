import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Field, Float32, Schema } from 'apache-arrow';
import { expect, test } from 'vitest';
import { createRecordBatch, float32Column } from '../../src/artifacts/arrow-columns.ts';
import { createArrowFileWriter } from '../../src/artifacts/arrow-writer.ts';
import { systemErrorCode } from '../../src/util/errors.ts';

const SCHEMA = new Schema([new Field('x', new Float32(), false)]);
const BATCH = createRecordBatch(SCHEMA, [float32Column(new Float32Array(500_000))]);

// Every write to this device of Linux finds the disk full.
test.skipIf(!existsSync('/dev/full'))(
  'a full disk is the fault that comes out, however often the writer is aborted',
  async () => {
    const writer = await createArrowFileWriter('/dev/full');
    const fault = await writer.write(BATCH).catch((error: unknown) => error);
    expect(systemErrorCode(fault)).toBe('ENOSPC');
    await writer.abort();
    await writer.abort();
  },
);

test('an abort after close does nothing', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sid-arrow-')), 'a.arrow');
  const writer = await createArrowFileWriter(path);
  await writer.write(BATCH);
  await writer.close();
  await writer.abort();
  expect(existsSync(path)).toBe(true);
});
