// Which embeddings the semantic IDs of a comparison are made from: one for all, or several by name.
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byName, isObject, lazy, nullish, pipe, transform } from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import { text } from '../../schema/kinds.ts';
import { withoutNothing } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { needsCodes } from './strategy-config.ts';
import type { StrategyConfig } from './strategy-config.ts';

/** A folder of `sid embed` or a file; or several of them by name. */
export type WrittenEmbeddings = string | Readonly<Record<string, string>>;

export const writtenEmbeddings: Schema<WrittenEmbeddings> = lazy((input) =>
  isObject(input)
    ? pipe(
        byName(nullish(text.schema)),
        transform((given) => withoutNothing(given) as Readonly<Record<string, string>>),
      )
    : text.schema,
);

/** Those that the comparison's semantic IDs are from: the only ones, or the first; null: the corpus's own. */
export function sharedEmbeddings(written: WrittenEmbeddings | null): string | null {
  if (written === null || typeof written === 'string') return written;
  return Object.values(written)[0];
}

/** All paths that a config names. */
export function pathsOf(written: WrittenEmbeddings | null): readonly string[] {
  if (written === null) return [];
  return typeof written === 'string' ? [written] : Object.values(written);
}

/** With absolute paths. */
export function resolveEmbeddings(written: WrittenEmbeddings | null): WrittenEmbeddings | null {
  if (written === null) return null;
  if (typeof written === 'string') return resolve(written);
  return Object.fromEntries(Object.entries(written).map(([name, path]) => [name, resolve(path)]));
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
  written: WrittenEmbeddings | null,
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
  written: WrittenEmbeddings | null,
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
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, 'embeddings.arrow') : path;
  if (existsSync(file)) return file;
  throw new UserError(`"embeddings": ${file} does not exist; make it with sid embed`);
}
