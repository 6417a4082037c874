// The steps of every import.
import { join } from 'node:path';
import { corpusPath, writeCorpusInfo } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { writeIds } from '../../artifacts/id-file.ts';
import type { ItemCategory } from '../../artifacts/item-categories.ts';
import { writeItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import type { Ids } from '../../util/ids.ts';
import type { ProgressListener } from '../../util/progress.ts';
import { Rng } from '../../util/rng.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { openDatabase } from '../duckdb.ts';
import type { Database } from '../duckdb.ts';
import { describeNegativeRule } from '../negatives/negative-sampler.ts';
import { lowestNe } from '../negatives/standing-probe.ts';
import { parseTimeZone } from '../queries/time-zone.ts';
import type { DayCut } from './day-cut.ts';
import { DayFiles } from './day-files.ts';
import { forEachGroup } from './event-groups.ts';
import type { EventSource, ImportOptions } from './event-source.ts';
import type { HistoryReport, ImportReport } from './import-report.ts';
import { collectCategories, loadCategories, reportCategories } from './load-categories.ts';
import { collectIds, loadEmbeddings } from './load-embeddings.ts';
import { loadEvents } from './load-events.ts';
import type { LoadedEvents } from './load-events.ts';
import { loadHistories } from './load-histories.ts';
import { writeHistories } from './write-histories.ts';
import { ClickWriter, writeLabeledGroup } from './write-impressions.ts';

/** One import: from where, how, to where. */
export interface ImportJob {
  /** An empty folder; gets the corpus. */
  readonly folder: string;
  readonly openSource: (database: Database) => Promise<EventSource>;
  readonly options: ImportOptions;
  readonly memoryMb: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface ImportResult {
  readonly info: CorpusInfo;
  readonly report: ImportReport;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Makes a corpus of a click or impression log. The SQL engine filters, joins and orders, within bounded
 * memory; what streams out of it becomes day files.
 *
 * @throws UserError naming file, row and column where the input is not usable
 */
export async function importCorpus(job: ImportJob): Promise<ImportResult> {
  const { folder, memoryMb, shouldStop, options } = job;
  const database = await openDatabase({ folder: join(folder, '.import'), memoryMb, shouldStop });
  try {
    job.onProgress({ stage: 'reading', done: 0, unit: 'events' });
    const source = await job.openSource(database);
    const zone = await parseTimeZone(database, options.timeZone);
    const { width, numEmbeddings } = await loadEmbeddings(database, source);
    const events = await loadEvents(database, source, zone, options);
    const history = source.histories && (await loadHistories(database, source.histories, options));
    const hasHistories = history !== undefined && history.clicks > 0;
    const users = await writeUsers(database, folder);
    if (source.categories) await loadCategories(database, source.categories);
    const items = await writeItems(database, folder, width, source, options, hasHistories);
    if (hasHistories) await writeHistories(database, folder, events.cut.startsMs[0]);
    const written = await writeDays(database, job, source, events, items.ids.length);
    const report = reportOf(events, history, items.categories, written.clicks, numEmbeddings);
    const probeNe = report.standing_probe && lowestNe(report.standing_probe);
    const info: CorpusInfo = {
      format: 'sid-corpus-1',
      source: source.name,
      numItems: items.ids.length,
      numUsers: users.length,
      ...timeOf(events.cut),
      impressionsPerDay: written.days.impressionsPerDay,
      clicksPerDay: written.days.clicksPerDay,
      ...(hasHistories ? { numPriorClicks: history.clicks } : {}),
      denseFeatures: events.features.map(({ name }) => name),
      ...(source.categories ? { categories: source.categories.names } : {}),
      embeddingWidth: width,
      negativesRule: source.hasLabels
        ? "the log's own impressions that were not clicked"
        : describeNegativeRule(options.negatives),
      ...(probeNe === undefined ? {} : { negativesProbeNe: probeNe }),
      notes: {
        timeZone: options.timeZone,
        dayHours: options.dayHours,
        seed: options.seed,
        catalog: options.catalog,
        ...source.notes,
        ...report,
      },
    };
    await writeCorpusInfo(folder, info);
    return { info, report, inputs: source.inputs };
  } finally {
    database.close();
  }
}

function timeOf(
  cut: DayCut,
): Pick<CorpusInfo, 'numDays' | 'firstDayStartMs' | 'dayMs' | 'dayStartsMs'> {
  const common = { numDays: cut.numDays, firstDayStartMs: cut.startsMs[0], dayMs: cut.dayMs };
  return cut.isEven ? common : { ...common, dayStartsMs: cut.startsMs };
}

async function writeUsers(database: Database, folder: string): Promise<Ids> {
  await database.run(
    `CREATE TABLE users AS
     SELECT user_id, (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS user_index
     FROM (SELECT DISTINCT user_id FROM events WHERE kept)`,
  );
  const users = await readIndexed(database, 'users', 'user_id', 'user_index');
  await writeIds(corpusPath(folder, 'users.arrow'), 'user_id', users);
  return users;
}

async function writeItems(
  database: Database,
  folder: string,
  width: number,
  source: EventSource,
  options: ImportOptions,
  hasHistories: boolean,
): Promise<{ ids: Ids; categories: readonly ItemCategory[] }> {
  const seen =
    'SELECT DISTINCT item_id FROM events WHERE kept' +
    (hasHistories ? ' UNION SELECT DISTINCT item_id FROM prior_clicks WHERE kept' : '');
  const listed = options.catalog === 'seen' ? seen : `SELECT item_id FROM embeddings UNION ${seen}`;
  await database.run(
    `CREATE TABLE items AS
     SELECT item_id, (row_number() OVER (ORDER BY item_id) - 1)::INTEGER AS item_index
     FROM (${listed})`,
  );
  const ids = await readIndexed(database, 'items', 'item_id', 'item_index');
  const categories = source.categories ? await collectCategories(database, source.categories) : [];
  await writeIds(corpusPath(folder, 'items.arrow'), 'item_id', ids, categories);

  await database.run(
    'CREATE TABLE covered AS SELECT * FROM items SEMI JOIN embeddings USING (item_id)',
  );
  const itemIds = await readIndexed(database, 'covered', 'item_id', 'item_index');
  const embeddings_ND = new Float32Array(itemIds.length * width);
  let row = 0;
  const rows = database.stream(
    'SELECT embedding FROM embeddings JOIN items USING (item_id) ORDER BY item_index',
  );
  for await (const chunk of rows) {
    for (const embedding of chunk.values(0)) {
      embeddings_ND.set(embedding as readonly number[], row++ * width);
    }
  }
  const path = corpusPath(folder, 'embeddings.arrow');
  await writeItemEmbeddings(path, { itemIds, embeddings_ND, width });
  return { ids, categories };
}

async function readIndexed(
  database: Database,
  table: string,
  id: string,
  index: string,
): Promise<Ids> {
  const [{ n, type }] = await database.rows(
    `SELECT count(*) AS n, any_value(typeof(${id})) AS type FROM ${table}`,
  );
  const rows = database.stream(
    `SELECT ${type === 'BIGINT' ? `${id}::DOUBLE` : id} FROM ${table} ORDER BY ${index}`,
  );
  return collectIds(rows, type === 'BIGINT', n as number);
}

/** Joins indices to the events, puts them in time order and writes them day by day. */
async function writeDays(
  database: Database,
  job: ImportJob,
  source: EventSource,
  events: LoadedEvents,
  numItems: number,
): Promise<{ days: DayFiles; clicks: ClickWriter | undefined }> {
  const { options } = job;
  const numDense = events.features.length;
  const dense = events.features.map((_, f) => `, f${f}`).join('');
  // Rows of one instant that are alike in all else keep the order of the file.
  const rows = database.stream(
    `SELECT user_index, item_index, time_ms::DOUBLE, label${dense}
     FROM (SELECT rowid AS file_order, * FROM events)
     JOIN users USING (user_id) JOIN items USING (item_id)
     WHERE kept ORDER BY time_ms, user_index, item_index, file_order`,
  );
  const names = events.features.map(({ name }) => name);
  const days = new DayFiles(job.folder, names, events.cut.startsMs);
  const rng = Rng.fromSeed(options.seed).split('import');
  const clicks = source.hasLabels
    ? undefined
    : new ClickWriter(days, { numItems, numDense, rule: options.negatives, rng });
  let done = 0;
  try {
    await forEachGroup(
      rows,
      numDense,
      (group) => clicks?.write(group) ?? writeLabeledGroup(days, group, numDense, rng),
      (numRows) => {
        done += numRows;
        const stage = `writing day ${days.day} of ${events.cut.numDays}`;
        job.onProgress({ stage, done, total: events.numKept, unit: 'events' });
      },
    );
    await days.close();
  } catch (error) {
    await days.abort();
    throw error;
  }
  return { days, clicks };
}

function reportOf(
  events: LoadedEvents,
  history: HistoryReport | undefined,
  categories: readonly ItemCategory[],
  clicks: ClickWriter | undefined,
  numEmbeddings: number,
): ImportReport {
  return {
    rows: events.numRows,
    dropped: events.dropped,
    coverage: events.coverage,
    embeddings: {
      items: numEmbeddings,
      without_event: numEmbeddings - events.numItemsSeenWithEmbedding,
    },
    ...(history === undefined ? {} : { history }),
    ...(categories.length === 0 ? {} : { categories: reportCategories(categories) }),
    ...(clicks === undefined ? {} : { clicks: clicks.counts }),
    ...(clicks === undefined || clicks.counts.negatives === 0
      ? {}
      : { standing_probe: clicks.probe.result() }),
  };
}
