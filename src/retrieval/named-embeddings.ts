// The embeddings that are compared, each with a name.
import { basename, dirname, resolve } from 'node:path';
import { arrowColumns } from '../artifacts/arrow-file.ts';
import { EMBEDDINGS_FILE, embeddingsFileAt } from '../artifacts/embeddings-file.ts';
import { readItemEmbeddings } from '../artifacts/item-embeddings.ts';
import type { ItemEmbeddings } from '../artifacts/item-embeddings.ts';
import { readProblems } from '../parts/item-problem.ts';
import { UserError } from '../util/errors.ts';

/** Where an embedding lies, and what it is called. */
export interface EmbeddingSource {
  readonly name: string;
  /** Arrow file. */
  readonly path: string;
  /** Beside the file: where run.json and problems.json of the `sid embed` that wrote it would be. */
  readonly folder: string;
}

/**
 * Reads `NAME=PATH`, or a path that is named after its folder, or its file where that is not called embeddings.arrow.
 *
 * @throws UserError if two have one name, or a folder holds no embeddings
 */
export function embeddingSources(words: readonly string[]): EmbeddingSource[] {
  const sources = words.map(toSource);
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return sources;
  throw new UserError(`two embeddings are called ${twice}; name them like raw=${sources[0].path}`);
}

function toSource(word: string): EmbeddingSource {
  const [, given, where] = /^(?:([^=/\\]+)=)?(.+)$/s.exec(word) ?? ['', undefined, word];
  const path = embeddingsFileAt(where);
  const own =
    basename(path) === EMBEDDINGS_FILE ? basename(dirname(resolve(path))) : basename(path);
  return { name: given ?? own.replace(/\.(arrow|feather|ipc)$/, ''), path, folder: dirname(path) };
}

/** Whether a path is of vectors, and not of a table of texts or pictures. */
export async function isOfVectors(word: string): Promise<boolean> {
  const { path } = toSource(word);
  if (path !== word && basename(path) === EMBEDDINGS_FILE) return true;
  return /\.(arrow|feather|ipc)$/.test(path) && (await arrowColumns(path)).includes('embedding');
}

/** Vectors by id, and the ids that were to have one. */
export interface ReadEmbedding extends ItemEmbeddings {
  /** Of problems.json beside the file: left out when it was made. */
  readonly without: readonly string[];
}

/** @throws UserError naming file and row where a value is not finite, or an id stands twice */
export async function readEmbedding({ path, folder }: EmbeddingSource): Promise<ReadEmbedding> {
  const isOfQueries = (await arrowColumns(path)).includes('query_id');
  const embedding = await readItemEmbeddings(path, isOfQueries ? 'query_id' : 'item_id');
  if (embedding.itemIds.length === 0) throw new UserError(`${path} has no rows; make it again`);
  const left = readProblems(folder).filter(({ kept }) => !kept);
  const without = left.map(({ item_id }) => String(item_id));
  return { ...embedding, without };
}
