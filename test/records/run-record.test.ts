import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readAnyRecord } from '../../src/records/all-records.ts';
import { defineRecord, readRecord, writeRecord } from '../../src/records/run-record.ts';
import { figure, number, objectOf } from '../../src/schema/json.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KIND = defineRecord('train-ranker', {
  config: objectOf({ rows: number('a number') }),
  metrics: objectOf({ ne: figure, auc: figure }),
});

const RUN = {
  argv: ['train-ranker', '--seed', '3'],
  config: { rows: 7 },
  seed: 3,
  version: '0.1.0',
  engine: 'none',
  kernels: 'none',
  instructions: 'x64',
  inputs: { corpus: 'ab' },
  metrics: { ne: 0.5, auc: NaN },
  startedAt: '2020-01-01T00:00:00.000Z',
  seconds: 1.5,
  peakMemoryMb: 100,
};

test('comes back as it was written; nothing measured is null in the file', async () => {
  await writeRecord(KIND, join(folder, 'run'), RUN);
  const record = { format: 'sid-run-4', command: 'train-ranker', ...RUN };
  expect(readRecord(KIND, join(folder, 'run'))).toEqual(record);
  const text = readFileSync(join(folder, 'run', 'run.json'), 'utf8');
  expect(JSON.parse(text)).toEqual({ ...record, metrics: { ne: 0.5, auc: null } });
});

test('a record that cannot be read again is told at once', async () => {
  const config = { rows: 7, columns: 3 };
  const writing = writeRecord(KIND, join(folder, 'wrong'), { ...RUN, config });
  await expect(writing).rejects.toThrow(
    /the record of train-ranker is not as declared: .*run\.json: unknown key "config\.columns"/,
  );
});

const json = (change: object): string =>
  JSON.stringify({ format: 'sid-run-4', command: 'train-ranker', ...RUN, ...change });

test.each([
  ['of another program', '{"name": "x"}', /run\.json is not a run record of sid; choose/],
  ['nothing', 'null', /run\.json is not a run record of sid; choose/],
  [
    'of an older version',
    json({ format: 'sid-run-1' }),
    /run\.json is of another version of sid \(sid-run-1, not sid-run-4\); remove .*of an older version and run the command again/,
  ],
  [
    'without a part',
    json({ config: undefined }),
    /run\.json: "config" is missing; give an object; remove .* and run the command again/,
  ],
  [
    'with a text for a number',
    json({ metrics: { ne: '0.5', auc: null } }),
    /run\.json: "metrics\.ne" must be a number or null, not "0\.5"; remove/,
  ],
  [
    'with a key that is not known',
    json({ metrics: { ne: 1, auk: 1 } }),
    /unknown key "metrics\.auk"; did you mean "auc"\?; remove/,
  ],
  [
    'of another command',
    json({ command: 'assign' }),
    /run\.json is of sid assign; give the output folder of a sid train-ranker/,
  ],
  ['cut short', json({}).slice(0, 50), /run\.json is not valid JSON/],
])('a run.json that is %s is refused', (name, text, message) => {
  const run = join(folder, name);
  mkdirSync(run);
  writeFileSync(join(run, 'run.json'), text);
  expect(() => readRecord(KIND, run)).toThrow(UserError);
  expect(() => readRecord(KIND, run)).toThrow(message);
});

test('a command that there is not is named', () => {
  const run = join(folder, 'unheard');
  mkdirSync(run);
  writeFileSync(join(run, 'run.json'), json({ command: 'train-ranks' }));
  expect(() => readAnyRecord(run)).toThrow(
    `${join(run, 'run.json')} is of sid train-ranks, which this version does not have`,
  );
});

test('a folder without run.json holds no finished run', () => {
  expect(() => readRecord(KIND, folder)).toThrow(`${folder} holds no finished run (no run.json)`);
});
