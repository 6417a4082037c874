// Which embeddings the semantic IDs of a comparison are made from: one for all, or several by name.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { nameSettings, UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { FEATURE_KEYS } from './embeddings-recipe.ts';
import type { EmbeddingsSource } from './embeddings-recipe.ts';
import { needsCodes } from './strategy-config.ts';
import type { StrategyConfig } from './strategy-config.ts';

/** One for all lines, or several by name. */
export type CompleteEmbeddings = string | Readonly<Record<string, EmbeddingsSource>>;

/** What a config says of embeddings, and of lines that read them. */
export interface NamedEmbeddings {
  readonly embeddings: CompleteEmbeddings | null;
  readonly strategies: readonly StrategyConfig[];
}

/** Those that the comparison's semantic IDs are from: the only ones, or the first; null: the corpus's own. */
export function sharedEmbeddings(embeddings: CompleteEmbeddings | null): EmbeddingsSource | null {
  return sourcesOf(embeddings)[0] ?? null;
}

/** All that a config names. */
export function sourcesOf(embeddings: CompleteEmbeddings | null): readonly EmbeddingsSource[] {
  if (embeddings === null) return [];
  return typeof embeddings === 'string' ? [embeddings] : Object.values(embeddings);
}

/** Those that semantic IDs of the comparison or of its lines are from, each once. */
export function usedEmbeddings({
  embeddings,
  strategies,
}: NamedEmbeddings): readonly EmbeddingsSource[] {
  const ofLines = strategies.map((line) => line.embeddings);
  const used = [sharedEmbeddings(embeddings), ...ofLines].filter((source) => source != null);
  return [...new Set(used)];
}

/** Names of those that nothing is made from: neither semantic IDs nor, by a training, others that something is made from. */
export function unreadEmbeddings(config: NamedEmbeddings): readonly string[] {
  const { embeddings } = config;
  if (embeddings === null || typeof embeddings === 'string') return [];
  const read = new Set(usedEmbeddings(config).flatMap(withFeatures).map(wordFor));
  const names = Object.entries(embeddings).filter(([, source]) => !read.has(wordFor(source)));
  return names.map(([name]) => name);
}

/** Those that a training of theirs reads behind them. */
function withFeatures(source: EmbeddingsSource): EmbeddingsSource[] {
  const { trainClip } = typeof source === 'string' ? {} : source;
  const features = FEATURE_KEYS.flatMap((key) => trainClip?.[key] ?? []);
  return [source, ...features.flatMap(withFeatures)];
}

/** The same for the same embeddings, whatever they are called. */
function wordFor(source: EmbeddingsSource): string {
  return JSON.stringify(source);
}

/** With absolute paths where there are such of embeddings. */
export function resolveEmbeddings(
  embeddings: CompleteEmbeddings | null,
): CompleteEmbeddings | null {
  if (embeddings === null) return null;
  if (typeof embeddings === 'string') return resolve(embeddings);
  const entries = Object.entries(embeddings).map(([name, source]) => [name, resolveSource(source)]);
  return Object.fromEntries(entries) as CompleteEmbeddings;
}

/** The same of one. */
export function resolveSource(source: EmbeddingsSource): EmbeddingsSource {
  return typeof source === 'string' ? resolve(source) : source;
}

/**
 * The lines that a line stands for: with several embeddings one for each, "prefix, title", where it is made from semantic IDs;
 * else itself.
 *
 * @param only names of those that it is for; all where not given
 * @throws UserError for names that there are not
 */
export function linesByEmbeddings(
  line: StrategyConfig,
  only: readonly string[] | undefined,
  written: CompleteEmbeddings | null,
): StrategyConfig[] {
  const names = written === null || typeof written === 'string' ? [] : Object.keys(written);
  const unknownName = only?.find((name) => !names.includes(name));
  if (unknownName !== undefined) {
    throw new UserError(
      `strategy "${line.name}" names embeddings "${unknownName}"; ` +
        (names.length === 0
          ? 'give "embeddings" by name, like {"title": "runs/title"}'
          : suggestName(unknownName, names)),
    );
  }
  if (!needsCodes(line)) {
    if (only === undefined) return [line];
    throw new UserError(
      `strategy "${line.name}" reads no semantic IDs; leave out its "embeddings"`,
    );
  }
  if (written === null || typeof written === 'string') return [line];
  const wanted = only ?? names;
  return wanted.map((name) => ({
    ...line,
    name: `${line.name}, ${name}`,
    embeddings: written[name],
  }));
}

/** @throws UserError for embeddings that nothing is made from */
export function assertEmbeddingsUsed(
  written: CompleteEmbeddings | null,
  strategies: readonly StrategyConfig[],
): void {
  if (written === null) return;
  if (typeof written !== 'string' && Object.keys(written).length === 0) {
    throw new UserError('"embeddings" names none; give some, like {"title": "runs/title"}');
  }
  if (strategies.some(needsCodes)) return;
  throw new UserError('"embeddings" are for strategies of semantic IDs, and there is none of them');
}

/** The file of embeddings at a path that a config names. @throws UserError if there is none */
export function embeddingsFile(path: string, remedy = 'make it with sid embed'): string {
  const file = embeddingsFileAt(path);
  if (existsSync(file)) return file;
  throw new UserError(`${file} does not exist; ${remedy}`);
}

/** Puts the name of embeddings before a complaint about them, and names settings as they stand there. @param name undefined: they are those of all lines */
export function explainEmbeddings(name: string | undefined, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw complaintAbout(name, error);
  }
}

/** The same of an error that was caught. */
export function complaintAbout(name: string | undefined, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const where = name === undefined ? 'embeddings' : `embeddings.${name}`;
  return new UserError(`"${where}": ${nameSettings(error.message, (key) => `"${key}"`)}`);
}
