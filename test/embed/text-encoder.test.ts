import { expect } from 'vitest';
import { openDatabase } from '../../src/data/duckdb.ts';
import { createTextEncoder } from '../../src/embed/text-encoder.ts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedModel, sharedPath, testOnModels } from '../support/shared-data.ts';

testOnModels(['all-MiniLM-L6-v2'], "a sentence encoder gives Python's embeddings", async () => {
  const database = await openDatabase({
    folder: mkdtempSync(join(tmpdir(), 'sid-text-')),
    memoryMb: 256,
  });
  const path = sharedPath('online-retail', 'items.parquet');
  const rows = await database.rows<{ description: string; embedding: readonly number[] }>(
    `SELECT description, embedding FROM '${path}' WHERE description IS NOT NULL LIMIT 40`,
  );
  database.close();
  const encoder = await createTextEncoder(sharedModel('all-MiniLM-L6-v2'));
  expect(encoder.width).toBe(384);
  const vectors = await encoder.encode(
    rows.map(({ description }) => ({ text: description, picture: null })),
  );
  rows.forEach(({ embedding }, row) =>
    embedding.forEach((value, i) => expect(vectors[row * 384 + i]).toBeCloseTo(value, 3)),
  );
});
