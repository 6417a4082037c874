import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  Field,
  Float64,
  List,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { RecordBatch } from 'apache-arrow';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import type { SemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { groupedItems, WIDTH } from '../../quantizer/support.ts';

/*
 * The built program as a filter between two others.
 */
const sid = resolve('dist/bin/sid.js');
const root = mkdtempSync(join(tmpdir(), 'sid-pipe-'));
const [rqvae, embeddings, sids] = ['rqvae', 'embeddings.arrow', 'sids'].map((name) =>
  join(root, name),
);
const FILTER = ['assign', '--rqvae', rqvae, '--embeddings', '-', '--out', '-'];
const items = groupedItems();
let whole: SemanticIds;

beforeAll(async () => {
  await writeItemEmbeddings(embeddings, items);
  const run = (...words: string[]): unknown => execFileSync(process.execPath, [sid, ...words]);
  const small = ['--quantizer', 'residual-kmeans', '--levels', '2', '--codebook-size', '6'];
  run('train-rqvae', '--embeddings', embeddings, ...small, '--out', rqvae);
  run('assign', '--rqvae', rqvae, '--embeddings', embeddings, '--out', sids);
  whole = await readSemanticIds(join(sids, 'sids.arrow'));
}, 120_000);

/** Rows as another engine might send them: lists of doubles, under other names. */
function rowsOf(from: number, to: number, change: (x: number) => number = (x) => x): Table {
  const rows = Array.from({ length: to - from }, (_, i) =>
    [...items.embeddings_ND.subarray((from + i) * WIDTH, (from + i + 1) * WIDTH)].map(change),
  );
  return new Table({
    sku: vectorFromArray(items.itemIds.slice(from, to) as string[], new Utf8()),
    vector: vectorFromArray(rows, new List(new Field('item', new Float64()))),
  });
}

function start(): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(process.execPath, [sid, ...FILTER], { stdio: ['pipe', 'pipe', 'pipe'] });
}

function codesIn(batch: RecordBatch): number[] {
  const child = batch.data.children[1].children[0].values as Int32Array;
  return [...child.subarray(0, 2 * batch.numRows)];
}

test('batches come out as they come in, with the codes of the whole file, and nothing else', async () => {
  const child = start();
  const writer = new RecordBatchStreamWriter();
  writer.toNodeStream().pipe(child.stdin);
  const [all] = rowsOf(0, 200).batches;
  writer.write(all.slice(0, 90));
  const reader = await RecordBatchReader.from(child.stdout);
  await reader.open();
  const metadata = Object.fromEntries(reader.schema.metadata);
  expect(metadata).toMatchObject({ levels: '2', quantizer: whole.quantizer });
  // The second batch is sent when the first has come back.
  const first = (await reader.next()) as IteratorResult<RecordBatch, unknown>;
  writer.write(all.slice(90, 200));
  const second = (await reader.next()) as IteratorResult<RecordBatch, unknown>;
  writer.close();
  expect((await reader.next()).done).toBe(true);
  const batches = [first, second].map(({ value }) => value as RecordBatch);
  expect(batches.map(({ numRows }) => numRows)).toEqual([90, 110]);
  expect(batches.flatMap(codesIn)).toEqual([...whole.codes_NL]);
  expect(
    batches.flatMap((batch) => [...((batch.getChild('item_id') ?? []) as Iterable<string>)]),
  ).toEqual(whole.itemIds);
  const status = await new Promise((done) => child.on('exit', done));
  expect(status).toBe(0);
}, 60_000);

test('an empty stream gives an empty stream; what is wrong is one line and status 2', () => {
  const run = (input: Uint8Array) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [sid, ...FILTER], { input });
    return { status, out: stdout.length, err: String(stderr) };
  };
  const bytes = tableToIPC(rowsOf(0, 30), 'stream');
  const none = spawnSync(process.execPath, [sid, ...FILTER], {
    input: tableToIPC(new Table(rowsOf(0, 1).schema, []), 'stream'),
  });
  expect(none.status, String(none.stderr)).toBe(0);
  const reader = RecordBatchReader.from(none.stdout);
  expect([...reader].reduce((sum, { numRows }) => sum + numRows, 0)).toBe(0);
  expect(run(new Uint8Array())).toEqual({
    ...{ status: 2, out: 0 },
    err: 'error: standard input has no Arrow IPC stream; pipe one in\n',
  });
  expect(run(Buffer.from('no arrow, but a text that is long enough for one'))).toMatchObject({
    ...{ status: 2, out: 0 },
    err: expect.stringMatching(/^error: standard input is cut short, or no Arrow.*\n$/) as string,
  });
  expect(run(bytes.subarray(0, bytes.length - 500))).toMatchObject({
    ...{ status: 2, out: 0 },
    err: expect.stringMatching(/^error: standard input is cut short.*\n$/) as string,
  });
  const broken = tableToIPC(
    rowsOf(0, 30, (x) => (x === items.embeddings_ND[7 * WIDTH] ? NaN : x)),
    'stream',
  );
  expect(run(broken)).toEqual({
    ...{ status: 2, out: 0 },
    err: 'error: standard input, row 8: the embedding of item item-7 holds NaN; drop the item or embed it again\n',
  });
}, 60_000);

test('a reader that goes away is said in one line', async () => {
  const child = start();
  child.stdin.on('error', () => undefined);
  let err = '';
  child.stderr.on('data', (text) => (err += String(text)));
  child.stdout.destroy();
  child.stdin.end(tableToIPC(rowsOf(0, 200), 'stream'));
  const status = await new Promise((done) => child.on('close', done));
  expect([status, err]).toEqual([
    2,
    'error: standard output was closed before all codes were written; see its reader\n',
  ]);
}, 60_000);
