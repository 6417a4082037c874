// Which embeddings the semantic IDs of a comparison are made from: one for all, or several by name.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { EMBED_STEP_FLAGS } from '../../embed/embed-step-settings.ts';
import { byName, isObject, lazy, nullish, pipe, transform } from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import { text } from '../../schema/kinds.ts';
import { givenSchema, withoutNothing } from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { needsCodes } from './strategy-config.ts';
import type { StrategyConfig } from './strategy-config.ts';

/** What makes embeddings: settings of `sid embed`, boxes and texts before it included. */
const EMBED_KEYS = { ...EMBED_SETTINGS, ...EMBED_STEP_FLAGS };
export type EmbedKeys = GivenOf<typeof EMBED_KEYS>;

/** A folder of `sid embed` or a file, or what makes one. */
export type EmbeddingsSource = string | EmbedKeys;

/** One for all lines, or several by name. */
export type CompleteEmbeddings = string | Readonly<Record<string, EmbeddingsSource>>;

const embedKeys = givenSchema(EMBED_KEYS);
const writtenSource: Schema<EmbeddingsSource> = lazy((input) =>
  isObject(input) ? embedKeys : text.schema,
);

/** A null takes one back. */
export const writtenEmbeddings: Schema<CompleteEmbeddings> = lazy((input) =>
  isObject(input)
    ? pipe(
        byName(nullish(writtenSource)),
        transform((given) => withoutNothing(given) as Readonly<Record<string, EmbeddingsSource>>),
      )
    : text.schema,
);

/**
 * With the catalog of a world over one, where the settings of `sid embed` name none.
 *
 * @throws UserError for settings without a catalog
 */
export function completeEmbeddings(
  written: CompleteEmbeddings | null,
  world: (Pick<EmbedKeys, 'columns'> & { readonly catalog?: EmbedKeys['items'] }) | null,
): CompleteEmbeddings | null {
  if (written === null || typeof written === 'string') return written;
  const entries = Object.entries(written).map(([name, source]): [string, EmbeddingsSource] => {
    if (typeof source === 'string') return [name, source];
    const { catalog, columns } = world ?? {};
    const complete = withoutNothing({
      ...(source.items ? {} : { items: catalog, columns }),
      ...source,
    });
    if (complete.items) return [name, complete];
    throw new UserError(`"embeddings.${name}" needs "items", the files of its catalog`);
  });
  return Object.fromEntries(entries);
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
export function embeddingsFile(path: string): string {
  const file = embeddingsFileAt(path);
  if (existsSync(file)) return file;
  throw new UserError(`"embeddings": ${file} does not exist; make it with sid embed`);
}
