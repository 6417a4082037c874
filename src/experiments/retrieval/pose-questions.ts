// What is asked, in each of its forms: searches, vectors of queries, or the items themselves.
import { readColumnById } from '../../data/catalog/column-by-id.ts';
import { findItems } from '../../data/catalog/find-items.ts';
import type { Catalog, CatalogItem } from '../../data/catalog/open-catalog.ts';
import type { Database } from '../../data/duckdb.ts';
import { MODEL_KEYS } from '../../embed/encoder-names.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { alignEmbeddings } from '../../retrieval/align-embeddings.ts';
import type { AlignedEmbeddings } from '../../retrieval/align-embeddings.ts';
import { distinctQueries, pairsByQueryId, queryCatalog } from '../../retrieval/asked-queries.ts';
import type { AskedPair } from '../../retrieval/asked-queries.ts';
import { readAskedRows } from '../../retrieval/asked-rows.ts';
import type { Watch } from '../../retrieval/hnsw-index.ts';
import { embeddingSources, isOfVectors, readEmbedding } from '../../retrieval/named-embeddings.ts';
import type { EmbeddingSource, ReadEmbedding } from '../../retrieval/named-embeddings.ts';
import { questionsFromGroups, questionsFromPairs } from '../../retrieval/questions.ts';
import type { LeftOutPairs, Questions } from '../../retrieval/questions.ts';
import { RETRIEVE_SETTINGS } from '../../retrieval/retrieve-settings.ts';
import type { RetrieveSettings } from '../../retrieval/retrieve-settings.ts';
import { setting, UserError } from '../../util/errors.ts';
import { idAt } from '../../util/ids.ts';
import { encodeQueries } from './encode-queries.ts';

export interface PoseJob extends Watch {
  readonly settings: RetrieveSettings;
  readonly sources: readonly EmbeddingSource[];
  readonly items: AlignedEmbeddings;
  /** The items' catalog; null: none is known. */
  readonly catalog: OpenedCatalog | null;
  /** For tables of searches and pairs. */
  readonly database: Database;
  /** The catalog that a run of sid embed read. */
  readonly openCatalogOf: (source: EmbeddingSource) => Promise<Catalog | null>;
  /** The run's, for vectors of searches. */
  readonly folder: string;
  readonly warn: (line: string) => void;
}

export interface OpenedCatalog {
  readonly catalog: Catalog;
  readonly database: Database;
}

/** Questions, with the vectors that ask them. */
export interface PosedQuestions {
  readonly questions: Questions;
  /** All queries with a vector, of which the questions are some. */
  readonly queries: AlignedEmbeddings;
  /** "searches in queries.csv"; "items of the same product_type". */
  readonly asked: string;
  readonly wanted: string;
  readonly leftOut: LeftOutPairs & { readonly queries: number };
  /** Models, for run.json. */
  readonly models: Readonly<Record<string, string>>;
  readonly problems: readonly ItemProblem[];
  /** What queries look like, as far as it is known. @param ids as texts */
  readonly findQueries: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, CatalogItem>>;
}

const NOTHING_LEFT_OUT = { withoutVector: 0, copies: 0, queries: 0 };

/** @throws UserError where what is given does not go together, or ids are unknown */
export async function poseQuestions(job: PoseJob): Promise<PosedQuestions> {
  const { queries, pairs } = job.settings;
  if (queries === null) return pairs === null ? askForKind(job) : askByItems(job, pairs);
  const areVectors = await Promise.all(queries.map(isOfVectors));
  if (areVectors.every((each) => each)) return askByVectors(job, queries);
  if (queries.length === 1) return askBySearches(job, queries[0]);
  throw new UserError(
    `${setting('queries')} takes one table of searches, or files of embeddings alone`,
  );
}

/** Item -> item: others of its kind. */
async function askForKind(job: PoseJob): Promise<PosedQuestions> {
  const { catalog: opened, items, settings } = job;
  if (opened === null) {
    throw new UserError(
      `nothing says what is wanted; give ${setting('queries')}, ${setting('pairs')}, or the catalog with ${setting('items')}`,
    );
  }
  const { catalog, database } = opened;
  const column = settings.relevantBy ?? catalog.columns.type;
  if (column === undefined) {
    throw new UserError(
      `${catalog.file.path} has no column of product types; say with ${setting('relevantBy')} which items want one another`,
    );
  }
  const kindOf = await readColumnById(database, catalog, column, setting('relevantBy'));
  const { ids } = items.known;
  const kinds = Array.from(
    { length: ids.length },
    (_, i) => kindOf.get(String(idAt(ids, i))) ?? null,
  );
  const questions = questionsFromGroups(kinds, column);
  return {
    ...{ questions, queries: items, asked: 'the items themselves' },
    wanted: `others of the same ${column}`,
    leftOut: { ...NOTHING_LEFT_OUT, queries: ids.length - questions.asked.length },
    ...{ models: {}, problems: [], findQueries: (some) => findItems(catalog, some) },
  };
}

/** Item -> item: by pairs of ids. */
async function askByItems(job: PoseJob, path: string): Promise<PosedQuestions> {
  const { database, items, settings, catalog } = job;
  const file = await readAskedRows(database, 'pairs_file', path, settings.queryColumns);
  const { questions, leftOut } = questionsFromPairs(pairsByQueryId(file), path, {
    ...{ items: items.known, queries: items.known, areItems: true },
  });
  return {
    ...{ questions, queries: items, asked: `items in ${path}`, wanted: `items in ${path}` },
    leftOut: { ...leftOut, queries: 0 },
    ...{ models: {}, problems: [] },
    findQueries: async (ids) => (catalog === null ? new Map() : findItems(catalog.catalog, ids)),
  };
}

/** Queries that are encoded already. */
async function askByVectors(job: PoseJob, words: readonly string[]): Promise<PosedQuestions> {
  const { sources, settings } = job;
  for (const key of idleBesideVectors(settings)) {
    job.warn(`${setting(key)} has no effect: ${words.join(', ')} holds queries that are encoded`);
  }
  if (words.length !== 1 && words.length !== sources.length) {
    throw new UserError(
      `${setting('queries')} are ${words.length} embeddings for ${sources.length} of items; give one, or as many`,
    );
  }
  const given = words.map((word) => embeddingSources([word])[0]);
  const each = sources.map((_, i) => given[words.length === 1 ? 0 : i]);
  const queries = await readQueries(job, each);
  const path = settings.pairs;
  const file =
    path === null
      ? undefined
      : await readAskedRows(job.database, 'pairs_file', path, settings.queryColumns);
  const pairs = file === undefined ? sameIds(job, queries, words[0]) : pairsByQueryId(file);
  const posed = questionsFromPairs(pairs, path ?? words[0], {
    ...{ items: job.items.known, queries: queries.known, areItems: false },
  });
  return {
    ...{ ...posed, queries, asked: `queries in ${words.join(', ')}`, problems: [] },
    wanted: path === null ? 'the item of the same id' : `items in ${path}`,
    leftOut: { ...posed.leftOut, queries: numLeftOut(queries, posed.questions) },
    models: {},
    async findQueries(ids) {
      const catalog = await job.openCatalogOf(given[0]);
      return catalog === null ? new Map() : findItems(catalog, ids);
    },
  };
}

/** What is said, and looked at only where searches are encoded or tables read. */
function idleBesideVectors(settings: RetrieveSettings): string[] {
  const { threads, pairs, queryColumns } = settings;
  return [
    ...(['encoder', ...MODEL_KEYS] as const).filter((key) => settings[key] !== null),
    ...(threads === RETRIEVE_SETTINGS.threads.default ? [] : ['threads']),
    ...(queryColumns === null || pairs !== null ? [] : ['queryColumns']),
  ];
}

/** Each query wants the item of its own id. */
function sameIds({ items }: PoseJob, { known }: AlignedEmbeddings, path: string): AskedPair[] {
  const ids = new Set(Array.from({ length: items.known.ids.length }, (_, i) => idText(items, i)));
  const pairs = Array.from({ length: known.ids.length }, (_, i) => String(idAt(known.ids, i)))
    .filter((id) => ids.has(id))
    .map((id, i): AskedPair => ({ query: id, item: id, user: null, row: i + 1 }));
  if (pairs.length > 0) return pairs;
  throw new UserError(
    `${path}: no query has the id of an item; say with ${setting('pairs')} which query wants which`,
  );
}

function idText({ known }: AlignedEmbeddings, index: number): string {
  return String(idAt(known.ids, index));
}

/** Texts or pictures, encoded here. */
async function askBySearches(job: PoseJob, path: string): Promise<PosedQuestions> {
  const { database, sources, settings, items } = job;
  const asked = await readAskedRows(database, 'queries_file', path, settings.queryColumns);
  const { queries: distinct, pairs: own } = distinctQueries(asked);
  const file =
    settings.pairs === null
      ? undefined
      : await readAskedRows(database, 'pairs_file', settings.pairs, settings.queryColumns);
  const pairs = file === undefined ? own : pairsByQueryId(file);
  if (pairs.length === 0) {
    throw new UserError(
      `${path} has no column item_id that says what is wanted; add one, or give ${setting('pairs')}`,
    );
  }
  const { onProgress, shouldStop } = job;
  const encoded = await encodeQueries({
    ...{ asked, queries: distinct, sources, settings, folder: job.folder },
    ...{ onProgress, shouldStop },
  });
  const queries = await readQueries(job, encoded.sources);
  const { questions, leftOut } = questionsFromPairs(pairs, settings.pairs ?? path, {
    ...{ items: items.known, queries: queries.known, areItems: false },
  });
  return {
    ...{ questions, queries, problems: encoded.problems, asked: `searches in ${path}` },
    wanted: `items in ${settings.pairs ?? path}`,
    leftOut: { ...leftOut, queries: distinct.length - questions.asked.length },
    models: encoded.files,
    async findQueries(ids) {
      const some = distinct.filter(({ id }) => ids.has(id));
      const found = new Map<string, CatalogItem>();
      const rows = queryCatalog(asked, some).batches(1, some.length, Math.max(1, some.length));
      for await (const batch of rows) for (const each of batch) found.set(String(each.id), each);
      return found;
    },
  };
}

/** @param sources one for each of the items' embeddings, of its width */
async function readQueries(
  { sources: itemSources, items }: PoseJob,
  sources: readonly EmbeddingSource[],
): Promise<AlignedEmbeddings> {
  const reads = new Map<string, Promise<ReadEmbedding>>();
  for (const source of sources) {
    if (!reads.has(source.path)) reads.set(source.path, readEmbedding(source));
  }
  const read = await Promise.all(sources.flatMap(({ path }) => reads.get(path) ?? []));
  read.forEach(({ width }, i) => {
    if (width === items.rows[i].width) return;
    throw new UserError(
      `${sources[i].path}: queries have ${width} floats, the items of ${itemSources[i].path} ${items.rows[i].width}; ` +
        'encode both with the same model',
    );
  });
  return alignEmbeddings(
    read,
    sources.map(({ path }) => path),
  );
}

function numLeftOut({ known }: AlignedEmbeddings, { asked }: Questions): number {
  return known.ids.length + known.without.size - asked.length;
}
