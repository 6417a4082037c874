// All of `sid retrieve` but its record: questions, answers, figures, and what is kept of them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { someIds, writeQueryAnswers } from '../../artifacts/query-answers.ts';
import { findItems } from '../../data/catalog/find-items.ts';
import { openCatalog } from '../../data/catalog/open-catalog.ts';
import type { Catalog } from '../../data/catalog/open-catalog.ts';
import { openDatabase } from '../../data/duckdb.ts';
import type { Database } from '../../data/duckdb.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { retrievalFigures } from '../../metrics/retrieval-figures.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { createPictureReader } from '../../pictures/read-picture.ts';
import { embedRecord } from '../../records/embed-record.ts';
import type { RetrieveMetrics } from '../../records/retrieve-record.ts';
import { readRecord } from '../../records/run-record.ts';
import type { ShownQueries } from '../../records/shown-queries.ts';
import { alignEmbeddings } from '../../retrieval/align-embeddings.ts';
import type { AlignedEmbeddings } from '../../retrieval/align-embeddings.ts';
import type { Watch } from '../../retrieval/hnsw-index.ts';
import { measureEmbedding } from '../../retrieval/measure-embedding.ts';
import type { MeasuredEmbedding } from '../../retrieval/measure-embedding.ts';
import { embeddingSources, readEmbedding } from '../../retrieval/named-embeddings.ts';
import type { EmbeddingSource } from '../../retrieval/named-embeddings.ts';
import { someQuestions } from '../../retrieval/questions.ts';
import type { Questions } from '../../retrieval/questions.ts';
import type { RetrieveSettings } from '../../retrieval/retrieve-settings.ts';
import { messageOf, setting, UserError } from '../../util/errors.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { Rng } from '../../util/rng.ts';
import { chanceFigures, compareRetrieval } from './compare-retrieval.ts';
import { poseQuestions } from './pose-questions.ts';
import type { OpenedCatalog, PosedQuestions } from './pose-questions.ts';
import { showQueries } from './show-queries.ts';

export interface RetrievalJob extends Watch {
  readonly settings: RetrieveSettings;
  /** Worked in: answers.arrow, queries/ and index files are written there. */
  readonly folder: string;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

export interface Retrieval {
  readonly metrics: Omit<RetrieveMetrics, 'seconds' | 'peak_memory_mb'>;
  readonly shown: ShownQueries;
  /** Files and folders by name, for run.json. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Searches that were left out, and why. */
  readonly problems: readonly ItemProblem[];
}

/** @throws UserError where what is given does not go together; InterruptedError */
export async function runRetrieval(job: RetrievalJob): Promise<Retrieval> {
  const databases = new Databases(join(job.folder, 'tables'));
  try {
    return await retrieveWith(databases, job);
  } finally {
    databases.close();
  }
}

/** The files that the settings name, but for the catalog, for run.json. */
export function givenInputs(settings: RetrieveSettings): Readonly<Record<string, string>> {
  const { embeddings, queries, pairs, columns, queryColumns } = settings;
  const named = embeddingSources(embeddings).map(({ name, path }) => [`embeddings ${name}`, path]);
  const asked = (queries ?? []).map((word, i) => [
    i === 0 ? 'queries' : `queries-${i + 1}`,
    embeddingSources([word])[0].path,
  ]);
  const others = Object.entries({ pairs, columns, 'query-columns': queryColumns });
  return Object.fromEntries([
    ...named,
    ...asked,
    ...others.filter(([, path]) => path !== null),
  ]) as Record<string, string>;
}

async function retrieveWith(databases: Databases, job: RetrievalJob): Promise<Retrieval> {
  const { settings, folder } = job;
  const sources = embeddingSources(settings.embeddings);
  const items = await readItems(sources);
  const catalog = await openItemCatalog(databases, sources, job);
  const posed = await poseQuestions({
    ...{ ...job, sources, items, catalog, database: await databases.open() },
    openCatalogOf: async (source) =>
      (await openRunCatalog(databases, source, job))?.catalog ?? null,
  });
  const questions = chooseQuestions(posed.questions, settings);
  const numItems = items.known.ids.length;
  assertK(settings.k, numItems - (questions.self[0] < 0 ? 0 : 1));
  const figures = retrievalFigures(settings.k, {
    hasSeveral: questions.numRelevant.some((count) => count > 1),
  });
  const measured: MeasuredEmbedding[] = [];
  for (const [i, { name }] of sources.entries()) {
    const { rows_ND, width } = posed.queries.rows[i];
    const queries = { rows_ND: gatherRows(rows_ND, width, questions.asked), width };
    const embedding = { name, items: items.rows[i], queries };
    const indexPath = settings.keepIndex ? join(folder, `${name}.usearch`) : null;
    const hnsw = settings.exact ? null : settings;
    const options = { ...job, figures, ks: settings.k, hnsw, indexPath };
    measured.push(await measureEmbedding(embedding, questions, options));
  }
  const queryIds = someIds(posed.queries.known.ids, questions.asked);
  const itemIds = items.known.ids;
  await writeAnswers(join(folder, 'answers.arrow'), measured, questions, { queryIds, itemIds });
  const widths = items.rows.map(({ width }) => width);
  const shown = await showQueries({
    ...{ measured, questions, itemIds, queryIds, count: settings.show },
    rng: Rng.fromSeed(settings.seed).split('shown queries'),
    findItems: async (ids) => (catalog === null ? new Map() : findItems(catalog.catalog, ids)),
    findQueries: posed.findQueries,
    readPicture: createPictureReader(settings),
    say: job.say,
  });
  return {
    metrics: {
      ...{ asked: posed.asked, wanted: posed.wanted },
      queries: questions.asked.length,
      wanted_items: questions.sample.sample.items.count,
      items: numItems,
      left_out: leftOutJson(items, posed),
      chance: chanceFigures(figures, questions, numItems),
      embeddings: compareRetrieval(measured, questions, { sources, widths }),
    },
    shown,
    inputs: {
      ...givenInputs(settings),
      ...posed.models,
      ...(catalog === null ? {} : inputsOf('items', catalog.catalog.file)),
    },
    problems: posed.problems,
  };
}

async function readItems(sources: readonly EmbeddingSource[]): Promise<AlignedEmbeddings> {
  const paths = sources.map(({ path }) => path);
  const items = alignEmbeddings(await Promise.all(sources.map(readEmbedding)), paths);
  if (items.known.ids.length > 1) return items;
  throw new UserError(
    `${paths.join(', ')}: the embeddings have no two items in common; give those of one catalog`,
  );
}

function chooseQuestions(all: Questions, { mostQueries, seed }: RetrieveSettings): Questions {
  const total = all.asked.length;
  if (mostQueries === null || mostQueries >= total) return all;
  const places = Int32Array.from({ length: total }, (_, i) => i);
  const drawn = Rng.fromSeed(seed).split('asked queries').shuffle(places).slice(0, mostQueries);
  return someQuestions(all, drawn.sort());
}

function assertK(ks: readonly number[], candidates: number): void {
  const most = Math.max(...ks);
  if (most <= candidates) return;
  throw new UserError(
    `${setting('k')} ${most}: a query has ${candidates} items to choose from; give smaller ones`,
  );
}

async function writeAnswers(
  path: string,
  measured: readonly MeasuredEmbedding[],
  { relevant }: Questions,
  ids: Parameters<typeof writeQueryAnswers>[2],
): Promise<void> {
  // Items of one kind share one list.
  const setOf = new Map([...new Set(relevant)].map((items) => [items, new Set(items)]));
  const answers = measured.map((each) => ({
    ...each,
    isRelevant: Uint8Array.from(each.nearest, (item, place) =>
      setOf.get(relevant[Math.floor(place / each.count)])?.has(item) ? 1 : 0,
    ),
  }));
  await writeQueryAnswers(path, answers, ids);
}

function leftOutJson({ known }: AlignedEmbeddings, { leftOut }: PosedQuestions) {
  const { queries, withoutVector, copies } = leftOut;
  return { items: known.without.size, queries, pairs: withoutVector, copies };
}

async function openItemCatalog(
  databases: Databases,
  sources: readonly EmbeddingSource[],
  job: RetrievalJob,
): Promise<OpenedCatalog | null> {
  const { items, columns } = job.settings;
  if (items === null) return openRunCatalog(databases, sources[0], job);
  const database = await databases.open();
  return { catalog: await openCatalog(database, items, columns), database };
}

/** What sid embed read, where that is known and still there. */
async function openRunCatalog(
  databases: Databases,
  { folder }: EmbeddingSource,
  { say }: RetrievalJob,
): Promise<OpenedCatalog | null> {
  if (!existsSync(join(folder, 'run.json'))) return null;
  try {
    const { items, columns } = readRecord(embedRecord, folder).config;
    const database = await databases.open();
    const catalog: Catalog = await openCatalog(database, items, columns);
    return { catalog, database };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`the catalog of ${folder} is not shown: ${messageOf(error)}`);
    return null;
  }
}

/** Each in a folder of its own, all closed together. */
class Databases {
  readonly #folder: string;
  readonly #open: Database[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<Database> {
    const folder = `${this.#folder}-${this.#open.length + 1}`;
    const database = await openDatabase({ folder });
    this.#open.push(database);
    return database;
  }

  close(): void {
    for (const database of this.#open) database.close();
  }
}
