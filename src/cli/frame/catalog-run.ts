// A run that goes through a catalog: opens it, has the command work, keeps what came of it.
import { join } from 'node:path';
import { describeCatalogColumns } from '../../data/catalog/catalog-columns.ts';
import { openCatalog } from '../../data/catalog/open-catalog.ts';
import type { Catalog } from '../../data/catalog/open-catalog.ts';
import type { CATALOG_SETTINGS } from '../../data/catalog/catalog-settings.ts';
import { withDatabase } from '../../data/duckdb.ts';
import type { Database } from '../../data/duckdb.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { createInputHasher, nameHashes } from '../../experiments/hash-input.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { PROBLEMS_FILE } from '../../parts/item-problem.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import type { RecordKind } from '../../records/run-record.ts';
import { comparedSettings } from '../../schema/same-settings.ts';
import type { SettingsOf, SettingsTable } from '../../schema/settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { plural } from '../../util/plural.ts';
import { nameFlags } from '../print/problem-lines.ts';
import type { RunContext } from './run-command.ts';

type CatalogSettings = SettingsOf<typeof CATALOG_SETTINGS>;
type Inputs = Readonly<Record<string, string>>;

/** What a command works with. */
export interface OpenedRun {
  readonly catalog: Catalog;
  readonly database: Database;
  /** What a run that goes on is compared by: settings, and hashes of all inputs. */
  readonly begun: Readonly<Record<string, unknown>>;
  /** `hashInput` that reads each input once, those of `begun` too. */
  readonly hash: (path: string) => Promise<string>;
}

/** What a command does with a catalog. */
export interface CatalogJob<Command extends string, Config extends CatalogSettings, Metrics> {
  readonly kind: RecordKind<Command, Config, Metrics>;
  /** Of its settings. */
  readonly table: SettingsTable;
  readonly config: Config;
  readonly seed: number;
  /** Files and folders by name, besides the catalog's. */
  readonly inputs: Inputs;
  readonly work: (
    opened: OpenedRun,
  ) => Promise<{ readonly metrics: Metrics; readonly problems: readonly ItemProblem[] }>;
  /** The result in words. */
  readonly describe: (metrics: Metrics, problems: readonly ItemProblem[]) => string;
}

/**
 * Works in the folder, then writes problems.json and run.json and gives it its name. Where --out holds this run, finished,
 * that is said and nothing done.
 */
export async function runOverCatalog<
  Command extends string,
  Config extends CatalogSettings,
  Metrics extends object,
>(
  folder: RunFolder,
  out: string,
  job: CatalogJob<Command, Config, Metrics>,
  run: RunContext,
): Promise<void> {
  const { kind, table, config, seed, describe } = job;
  const place = { folder: join(folder.path, 'catalog') };
  const work = async (catalog: Catalog, database: Database) => {
    const { columns } = config;
    const inputs = {
      ...inputsOf('items', catalog.file),
      ...(columns === null ? {} : { columns }),
      ...job.inputs,
    };
    if (folder.isFinished) return sayFinished(out, inputs, job, run);
    run.say(introduceCatalog(catalog));
    const hash = createInputHasher();
    const begun = { ...comparedSettings(table, config), ...(await nameHashes(inputs, hash)) };
    const { metrics, problems } = await job.work({ catalog, database, begun, hash });
    return { inputs, metrics, problems: problems.map(nameFlags) };
  };
  const done = await withCatalog(config, work, place);
  if (done === undefined) return;
  const { inputs, metrics, problems } = done;
  await writeJsonWhole(join(folder.path, PROBLEMS_FILE), problems);
  await run.record(kind, folder.path, { config, seed, inputs, metrics });
  folder.finish();
  run.result({ out, ...metrics }, describe(metrics, problems));
}

/** @param place of the database, which is gone when `work` has ended: it may lie in a folder that is renamed */
export function withCatalog<T>(
  { items, columns }: CatalogSettings,
  work: (catalog: Catalog, database: Database) => Promise<T>,
  place: { readonly folder?: string } = {},
): Promise<T> {
  return withDatabase(place, async (database) =>
    work(await openCatalog(database, items, columns), database),
  );
}

/** "items.csv: 31 items; id from sku, picture from photo" */
export function introduceCatalog({ file, numItems, columns }: Catalog): string {
  return `${file.path}: ${plural(numItems, 'item')}; ${describeCatalogColumns(columns)}`;
}

/** Outputs of other commands as inputs: the file of each, by name and number. */
export function numberedInputs(
  name: string,
  folders: readonly string[] | null,
  file: string,
): Inputs {
  return Object.fromEntries(
    (folders ?? []).map((path, i) => [`${name} ${i + 1}`, join(path, file)]),
  );
}

async function sayFinished<Command extends string, Config extends CatalogSettings, Metrics>(
  out: string,
  inputs: Inputs,
  { kind, table, config }: CatalogJob<Command, Config, Metrics>,
  run: RunContext,
): Promise<undefined> {
  const { metrics } = await assertSameRun(kind, out, { table, config, inputs });
  run.say(`${out} holds this run, finished: nothing to do`);
  run.result({ out, ...(metrics as object) }, '');
}
