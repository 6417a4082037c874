import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { DataType } from 'apache-arrow';
import { afterAll, expect } from 'vitest';
import { corpusPath, dayPath } from '../../../src/artifacts/corpus.ts';
import type { CorpusInfo } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { readPriorClicks } from '../../../src/artifacts/prior-clicks.ts';
import { openDatabase } from '../../../src/data/duckdb.ts';
import type { Database } from '../../../src/data/duckdb.ts';
import type { EventSource, ImportOptions } from '../../../src/data/import/event-source.ts';
import { importCorpus } from '../../../src/data/import/import-corpus.ts';
import type { ImportResult } from '../../../src/data/import/import-corpus.ts';
import type { StandingProbeResult } from '../../../src/data/negatives/standing-probe.ts';
import { createImpressionCheck } from '../../../src/data/validate-impressions.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';

/** A folder that goes when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sid-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let numDatabases = 0;

/** An empty database below `folder`. The caller closes it. */
export async function smallDatabase(folder: string): Promise<Database> {
  numDatabases += 1;
  return openDatabase({ folder: join(folder, `.database-${numDatabases}`), memoryMb: 128 });
}

/** A hand-written table as SQL: `valuesSql('a, b', "(1, 'x')", "(2, 'y')")`. */
export function valuesSql(columns: string, ...rows: string[]): string {
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(${columns})`;
}

/** Writes columns of plain values as an Arrow IPC file with `batches` record batches of the same rows. */
export function writeArrow(
  path: string,
  columns: Readonly<Record<string, readonly [type: DataType, values: readonly unknown[]]>>,
  batches = 1,
): string {
  const vectors = Object.entries(columns).map(
    ([name, [type, values]]) => [name, vectorFromArray(values, type)] as const,
  );
  const table = new Table(Object.fromEntries(vectors));
  const whole = Array.from({ length: batches - 1 }, () => table).reduce<Table>(
    (all, next) => all.concat(next),
    table,
  );
  writeFileSync(path, tableToIPC(whole, 'file'));
  return path;
}

/** Writes a query's result as Parquet or CSV, by the path's ending. */
export async function copyTo(path: string, select: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const format = path.endsWith('.csv') ? 'csv' : 'parquet';
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT ${format})`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

export const PLAIN_OPTIONS: ImportOptions = {
  timeZone: 'UTC',
  dayHours: 24,
  uncovered: 'drop',
  catalog: 'all',
  negatives: { perClick: 2, windowHours: 24 },
  seed: 5,
};

/** One impression with the data set's own ids. */
export interface PlainImpression {
  readonly day: number;
  readonly user: number | string;
  readonly item: number | string;
  readonly timeMs: number;
  readonly label: number;
  readonly dense: readonly number[];
}

export interface ImportedCorpus extends ImportResult {
  readonly folder: string;
  readonly impressions: readonly PlainImpression[];
}

let numCorpora = 0;

/** Imports and reads everything back, with the checks that the training stream makes. */
export async function importAndRead(
  parent: string,
  openSource: (database: Database) => Promise<EventSource>,
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  numCorpora += 1;
  const folder = join(parent, `corpus-${numCorpora}`);
  const result = await importCorpus({
    folder,
    openSource,
    options: { ...PLAIN_OPTIONS, ...options },
    memoryMb: 256,
    onProgress: ignoreProgress,
    shouldStop: neverStop,
  });
  return { ...result, folder, impressions: await readImpressions(folder, result.info) };
}

/** The clicks from before the log with the data set's own ids, in the order of the file. */
export async function readPrior({ folder }: Pick<ImportedCorpus, 'folder'>): Promise<unknown[][]> {
  const users = await readIds(corpusPath(folder, 'users.arrow'), 'user_id');
  const items = await readIds(corpusPath(folder, 'items.arrow'), 'item_id');
  const all: unknown[][] = [];
  for await (const batch of readPriorClicks(corpusPath(folder, 'prior-clicks.arrow'))) {
    for (let row = 0; row < batch.timeMs.length; row++) {
      all.push([users[batch.userIndex[row]], items[batch.itemIndex[row]], batch.timeMs[row]]);
    }
  }
  return all;
}

async function readImpressions(folder: string, info: CorpusInfo): Promise<PlainImpression[]> {
  const users = await readIds(corpusPath(folder, 'users.arrow'), 'user_id');
  const items = await readIds(corpusPath(folder, 'items.arrow'), 'item_id');
  const all: PlainImpression[] = [];
  for (let day = 1; day <= info.numDays; day++) {
    const path = dayPath(folder, day);
    const check = createImpressionCheck(info, day, path);
    for await (const batch of readDay(path, info.denseFeatures)) {
      check(batch);
      for (let row = 0; row < batch.label.length; row++) {
        all.push({
          day,
          user: users[batch.userIndex[row]],
          item: items[batch.itemIndex[row]],
          timeMs: batch.timeMs[row],
          label: batch.label[row],
          dense: batch.dense.map((values) => values[row]),
        });
      }
    }
  }
  return all;
}

/** Each of the probe's tables finds next to nothing, and first impressions are clicks at the log's rate. */
export function expectNoTell(probe: StandingProbeResult | undefined, rate: number): void {
  for (const [feature, ne] of Object.entries(probe?.ne ?? { none: 0 })) {
    expect(ne, feature).toBeGreaterThan(0.995);
    expect(ne, feature).toBeLessThan(1.005);
  }
  const { first_impressions: shown = 0, first_impressions_clicked: clicked = 0 } = probe ?? {};
  expect(Math.abs(clicked / shown - rate)).toBeLessThan(0.03);
}
