// `sid import <set>`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../data/duckdb.ts';
import { openEbnerd } from '../../data/import/ebnerd.ts';
import type { EventSource, ImportOptions } from '../../data/import/event-source.ts';
import { openGlobo } from '../../data/import/globo.ts';
import { importCorpus } from '../../data/import/import-corpus.ts';
import type { ImportResult } from '../../data/import/import-corpus.ts';
import {
  EBNERD_SETTINGS,
  GLOBO_SETTINGS,
  MIND_SETTINGS,
  ONLINE_RETAIL_SETTINGS,
  TABLE_SETTINGS,
} from '../../data/import/import-settings.ts';
import type { ImportSettings, SamplingSettings } from '../../data/import/import-settings.ts';
import { openMind } from '../../data/import/mind.ts';
import { openOnlineRetail } from '../../data/import/online-retail.ts';
import { readTableMapping } from '../../data/import/table-mapping.ts';
import { openTable } from '../../data/import/table.ts';
import { IMPORT_RECORDS } from '../../records/import-records.ts';
import type { ImportMetrics } from '../../records/import-records.ts';
import type { RecordKind } from '../../records/run-record.ts';
import { flagOf, valuesOf } from '../../schema/settings.ts';
import type { OptionsOf, SettingsOf, SettingsTable } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import type { OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageFolder } from '../../util/package-folder.ts';
import { describeImport, importMetrics, importWarnings } from '../print/describe-import.ts';

type Out = OptionsOf<typeof OUT>;

/** The shipped invoices, or files like them. */
export async function importOnlineRetail(
  options: OptionsOf<typeof ONLINE_RETAIL_SETTINGS> & Out,
  run: RunContext,
): Promise<void> {
  const { anonymous } = options;
  const shipped = join(packageFolder(), 'data', 'online-retail');
  const files = {
    purchases: options.purchases ?? join(shipped, 'purchases.parquet'),
    items: options.items ?? join(shipped, 'items.parquet'),
    anonymous,
  };
  if (options.purchases === null && !existsSync(files.purchases)) {
    throw new UserError(`${files.purchases} does not exist; name the file with --purchases`);
  }
  await runImport(
    IMPORT_RECORDS['online-retail'],
    ONLINE_RETAIL_SETTINGS,
    options,
    run,
    (database) => openOnlineRetail(database, files),
  );
}

/** News clicks. */
export async function importGlobo(
  options: OptionsOf<typeof GLOBO_SETTINGS> & Out,
  run: RunContext,
): Promise<void> {
  const { clicks, embeddings } = options;
  await runImport(IMPORT_RECORDS.globo, GLOBO_SETTINGS, options, run, (database) =>
    openGlobo(database, { clicks: [clicks], embeddings }),
  );
}

/** News impressions of Microsoft. */
export async function importMind(
  options: OptionsOf<typeof MIND_SETTINGS> & Out,
  run: RunContext,
): Promise<void> {
  const { behaviors, embeddings, entities, news } = options;
  if ((embeddings === null) === (entities === null) || (entities !== null && news === null)) {
    throw new UserError('give either --embeddings, or both --entities and --news');
  }
  const files = {
    behaviors: [behaviors],
    embeddings,
    entities: entities === null ? null : [entities],
    news: news === null ? null : [news],
  };
  await runImport(IMPORT_RECORDS.mind, MIND_SETTINGS, options, run, (database) =>
    openMind(database, files),
  );
}

/** News impressions of Ekstra Bladet. */
export async function importEbnerd(
  options: OptionsOf<typeof EBNERD_SETTINGS> & Out,
  run: RunContext,
): Promise<void> {
  const { behaviors, history, embeddings, articles } = options;
  const files = { behaviors: [behaviors], history: [history], embeddings, articles };
  await runImport(IMPORT_RECORDS.ebnerd, EBNERD_SETTINGS, options, run, (database) =>
    openEbnerd(database, files),
  );
}

const SAMPLING_KEYS = ['negatives', 'windowHours'] as const;

/** Any table. */
export async function importTable(
  options: OptionsOf<typeof TABLE_SETTINGS> & Out,
  run: RunContext,
): Promise<void> {
  const mapping = readTableMapping(options.mapping);
  for (const key of mapping.label === undefined ? [] : SAMPLING_KEYS) {
    if (options[key] === TABLE_SETTINGS[key].default) continue;
    run.warn(`${flagOf(key)} has no effect on a log with non-clicks of its own`);
  }
  await runImport(IMPORT_RECORDS.table, TABLE_SETTINGS, options, run, (database) =>
    openTable(database, mapping, options.mapping),
  );
}

async function runImport<Command extends string, T extends SettingsTable>(
  kind: RecordKind<Command, SettingsOf<T>, ImportMetrics>,
  settings: T,
  flags: OptionsOf<T> & ImportSettings & Partial<SamplingSettings> & Out,
  run: RunContext,
  openSource: (database: Database) => Promise<EventSource>,
): Promise<void> {
  const options: ImportOptions = {
    timeZone: flags.timeZone,
    dayHours: flags.dayHours,
    ...(flags.days === null ? {} : { days: flags.days }),
    uncovered: flags.uncovered,
    catalog: flags.catalog,
    // Of a log with non-clicks of its own nothing is sampled.
    negatives: { perClick: flags.negatives ?? 0, windowHours: flags.windowHours ?? 1 },
    seed: flags.seed,
  };
  const { force } = flags;
  assertFolderIsFree(flags.out, { force });
  let result: ImportResult | undefined;
  let seconds = 0;
  await writeFolderWhole(flags.out, { force }, async (folder) => {
    const { onProgress, shouldStop } = run;
    const { memoryMb } = flags;
    result = await importCorpus({ folder, openSource, options, memoryMb, onProgress, shouldStop });
    seconds = run.elapsedSeconds();
    const config = valuesOf(settings, flags) as SettingsOf<T>;
    const metrics = importMetrics(result, seconds);
    await run.record(kind, folder, { config, seed: flags.seed, inputs: result.inputs, metrics });
  });
  if (result === undefined) throw new Error('writeFolderWhole did not run its work');
  const value = { corpus: flags.out, ...importMetrics(result, seconds) };
  for (const line of importWarnings(result)) run.warn(line);
  run.result(value, describeImport(flags.out, result, seconds));
}
