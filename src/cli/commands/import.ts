// `sid import <set>`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { EventSource, ImportOptions } from '../../data/import/event-source.ts';
import type { ImportResult } from '../../data/import/import-corpus.ts';
import type { Anonymous } from '../../data/import/online-retail.ts';
import type { Database } from '../../data/duckdb.ts';
import type { NegativesBy } from '../../data/negatives/negative-sampler.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { describeImport, importWarnings, resultOf } from '../print/describe-import.ts';
import { addExamples } from '../frame/help.ts';
import {
  parseDays,
  parseNonNegativeInt,
  parseOneOf,
  parsePositiveInt,
  parsePositiveNumber,
} from '../frame/options.ts';
import type { DayRange } from '../frame/options.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageFolder } from '../frame/version.ts';

/** The flags that all data sets have. */
interface CommonFlags {
  readonly out: string;
  readonly days?: DayRange;
  readonly timeZone: string;
  readonly dayHours: number;
  readonly negatives: number;
  readonly negativesBy: NegativesBy;
  readonly windowHours: number;
  readonly uncovered: 'drop' | 'keep';
  readonly catalog: 'all' | 'seen';
  readonly seed: number;
  readonly memoryMb: number;
  readonly force?: true;
}

/** What fits a data set where the user says nothing. */
interface SetDefaults {
  readonly timeZone: string;
  readonly dayHours: number;
  readonly windowHours: number;
}

/** `sid import`: a public data set, or any table, into a corpus. */
export function createImportCommand(): Command {
  const command = new Command('import').description(
    'a public data set, or any Parquet, CSV or Arrow table by a mapping, into a corpus',
  );
  command.addCommand(createOnlineRetailCommand());
  command.addCommand(createGloboCommand());
  command.addCommand(createTableCommand());
  return command;
}

function createOnlineRetailCommand(): Command {
  const defaults = { timeZone: 'Europe/London', dayHours: 168, windowHours: 72 };
  const command = addCommonFlags(new Command('online-retail'), defaults)
    .description(
      'purchases of a UK gift wholesaler (UCI Online Retail, CC BY 4.0); shipped with sid',
    )
    .option('--purchases <file>', 'purchases.parquet (default: the shipped one)')
    .option('--items <file>', 'items.parquet (default: the shipped one)')
    .option(
      '--anonymous <choice>',
      'lines without a customer number: one user for each invoice, or drop them',
      parseOneOf(['invoice', 'drop']),
      'invoice',
    );
  addExamples(command, ['sid import online-retail --out data/retail']);
  type Flags = CommonFlags & { purchases?: string; items?: string; anonymous: Anonymous };
  return defineCommand<Flags>(command, async (flags, run) => {
    const shipped = join(packageFolder(), 'data', 'online-retail');
    const files = {
      purchases: flags.purchases ?? join(shipped, 'purchases.parquet'),
      items: flags.items ?? join(shipped, 'items.parquet'),
      anonymous: flags.anonymous,
    };
    if (flags.purchases === undefined && !existsSync(files.purchases)) {
      throw new UserError(`${files.purchases} does not exist; name the file with --purchases`);
    }
    await runImport(flags, run, { anonymous: flags.anonymous }, async (database) => {
      const { openOnlineRetail } = await import('../../data/import/online-retail.ts');
      return openOnlineRetail(database, files);
    });
  });
}

function createGloboCommand(): Command {
  const defaults = { timeZone: '-03:00', dayHours: 24, windowHours: 3 };
  const command = addCommonFlags(new Command('globo'), defaults)
    .description('news clicks of the G1 portal (Globo.com, CHAMELEON); you bring the files')
    .requiredOption('--clicks <file>', 'clicks as Parquet, or the published "clicks_hour_*.csv"')
    .requiredOption('--embeddings <file>', 'item_id and embedding (a list of floats)');
  addExamples(command, [
    'sid import globo --clicks clicks.parquet --embeddings items.parquet --days 1-5 --out data/globo',
  ]);
  type Flags = CommonFlags & { clicks: string; embeddings: string };
  return defineCommand<Flags>(command, async (flags, run) => {
    await runImport(flags, run, {}, async (database) => {
      const { openGlobo } = await import('../../data/import/globo.ts');
      return openGlobo(database, { clicks: [flags.clicks], embeddings: flags.embeddings });
    });
  });
}

function createTableCommand(): Command {
  const defaults = { timeZone: 'UTC', dayHours: 24, windowHours: 24 };
  const command = addCommonFlags(new Command('table'), defaults)
    .description('any click or impression log in Parquet, CSV or Arrow IPC files, by a mapping')
    .requiredOption(
      '--mapping <file>',
      'JSON: which columns of which files are what (data/README.md)',
    );
  addExamples(command, ['sid import table --mapping mapping.json --out data/mine']);
  type Flags = CommonFlags & { mapping: string };
  return defineCommand<Flags>(command, async (flags, run) => {
    const { readTableMapping } = await import('../../data/import/table-mapping.ts');
    const mapping = readTableMapping(flags.mapping);
    await runImport(flags, run, { mapping }, async (database) => {
      const { openTable } = await import('../../data/import/table.ts');
      return openTable(database, mapping, flags.mapping);
    });
  });
}

function addCommonFlags(command: Command, defaults: SetDefaults): Command {
  return command
    .requiredOption('--out <folder>', 'where the corpus goes')
    .option('--days <from-to>', 'only these days of the log, counted from 1', parseDays)
    .option(
      '--time-zone <zone>',
      'whose midnight cuts the days: Europe/London, -03:00',
      defaults.timeZone,
    )
    .option(
      '--day-hours <hours>',
      'length of a day of the corpus',
      parsePositiveInt,
      defaults.dayHours,
    )
    .option(
      '--negatives <n>',
      'non-clicks sampled for each click (click logs)',
      parseNonNegativeInt,
      4,
    )
    .option(
      '--negatives-by <weight>',
      'uniform, or popularity: by clicks within the window',
      parseOneOf(['uniform', 'popularity']),
      'uniform',
    )
    .option(
      '--window-hours <hours>',
      'negatives are items that anyone clicked within so many hours before',
      parsePositiveNumber,
      defaults.windowHours,
    )
    .option(
      '--uncovered <choice>',
      'events of items without an embedding: drop or keep',
      parseOneOf(['drop', 'keep']),
      'drop',
    )
    .option(
      '--catalog <choice>',
      'items of the corpus: all with an embedding, or those seen in the days taken',
      parseOneOf(['all', 'seen']),
      'all',
    )
    .option('--seed <n>', 'for the negatives', parseNonNegativeInt, 1)
    .option(
      '--memory-mb <mb>',
      'memory of the SQL engine; the rest goes to disk',
      parsePositiveInt,
      1024,
    )
    .option('--force', 'replace what is in --out');
}

async function runImport(
  flags: CommonFlags,
  run: RunContext,
  extra: object,
  openSource: (database: Database) => Promise<EventSource>,
): Promise<void> {
  const { importCorpus } = await import('../../data/import/import-corpus.ts');
  const options: ImportOptions = {
    timeZone: flags.timeZone,
    dayHours: flags.dayHours,
    ...(flags.days === undefined ? {} : { days: flags.days }),
    uncovered: flags.uncovered,
    catalog: flags.catalog,
    negatives: {
      perClick: flags.negatives,
      by: flags.negativesBy,
      windowHours: flags.windowHours,
    },
    seed: flags.seed,
  };
  const force = flags.force ?? false;
  assertFolderIsFree(flags.out, { force });
  let result: ImportResult | undefined;
  let seconds = 0;
  await writeFolderWhole(flags.out, { force }, async (folder) => {
    const { onProgress, shouldStop } = run;
    const { memoryMb } = flags;
    result = await importCorpus({ folder, openSource, options, memoryMb, onProgress, shouldStop });
    seconds = run.elapsedSeconds();
    const config = { ...options, ...extra };
    const metrics = resultOf(result, seconds);
    await run.record(folder, { config, seed: flags.seed, inputs: result.inputs, metrics });
  });
  if (result === undefined) throw new Error('writeFolderWhole did not run its work');
  const value = { corpus: flags.out, ...resultOf(result, seconds) };
  for (const line of importWarnings(result)) run.warn(line);
  run.result(value, describeImport(flags.out, result, seconds));
}
