import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRunRecord, writeRunRecord } from '../../src/artifacts/run-record.ts';
import type { RunRecord } from '../../src/artifacts/run-record.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RECORD: RunRecord = {
  format: 'sid-run-1',
  command: 'train-ranker',
  argv: ['train-ranker', '--seed', '3'],
  config: { rows: 7 },
  seed: 3,
  version: '0.1.0',
  engine: 'none',
  kernels: 'none',
  instructions: 'x64',
  inputs: { corpus: 'ab' },
  metrics: { ne: 0.5 },
  startedAt: '2020-01-01T00:00:00.000Z',
  seconds: 1.5,
  peakMemoryMb: 100,
};

test('comes back as it was written', async () => {
  await writeRunRecord(join(folder, 'run'), RECORD);
  expect(readRunRecord(join(folder, 'run'))).toEqual(RECORD);
});

test.each([
  ['of another program', '{"name": "x"}', /run\.json is not a run record of sid; choose/],
  ['nothing', 'null', /run\.json is not a run record of sid; choose/],
  ['without a part', JSON.stringify({ ...RECORD, config: undefined }), /"config" is missing; run/],
  ['cut short', JSON.stringify(RECORD).slice(0, 50), /run\.json is not valid JSON/],
])('a run.json that is %s is refused', (name, text, message) => {
  const run = join(folder, name);
  mkdirSync(run);
  writeFileSync(join(run, 'run.json'), text);
  expect(() => readRunRecord(run)).toThrow(UserError);
  expect(() => readRunRecord(run)).toThrow(message);
});

test('a folder without run.json holds no finished run', () => {
  expect(() => readRunRecord(folder)).toThrow(`${folder} holds no finished run (no run.json)`);
});
