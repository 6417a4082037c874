// Whether all is there that a comparison's embeddings are made from.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_ROWS } from '../../describe/text-rows.ts';
import { EMBEDDING_ROWS } from '../../embed/embedding-rows.ts';
import { BOX_ROWS } from '../../grounding/box-rows.ts';
import type { SettingsTable } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';
import { complaintAbout, embeddingsFile, unreadEmbeddings } from './embeddings-config.ts';
import type { NamedEmbeddings } from './embeddings-config.ts';
import { EMBED_KEYS, FEATURE_KEYS } from './embeddings-recipe.ts';
import type { EmbeddingsRecipe, EmbeddingsSource } from './embeddings-recipe.ts';
import type { InputLookup } from './input-lookup.ts';

/** What each of these folders holds, and who makes it. */
const OUTPUTS = {
  boxes: { holds: BOX_ROWS.name, by: 'sid ground' },
  texts: { holds: TEXT_ROWS.name, by: 'sid describe' },
  known: { holds: EMBEDDING_ROWS.name, by: 'sid embed' },
} as const;

const TABLE: SettingsTable = EMBED_KEYS;

type FilesLike = InputLookup['filesLike'];

/**
 * Of embeddings that nothing reads, nothing is looked for.
 *
 * @throws UserError for a file or folder that embeddings are to be, or to be made from, and that is not there
 */
export async function assertEmbeddingsThere(
  config: NamedEmbeddings,
  { filesLike }: Pick<InputLookup, 'filesLike'>,
): Promise<void> {
  const { embeddings } = config;
  if (embeddings === null) return;
  if (typeof embeddings === 'string') return assertThere(undefined, embeddings, filesLike);
  const unread = unreadEmbeddings(config);
  for (const [name, source] of Object.entries(embeddings)) {
    if (!unread.includes(name)) await assertThere(name, source, filesLike);
  }
}

async function assertThere(
  name: string | undefined,
  source: EmbeddingsSource,
  filesLike: FilesLike,
): Promise<void> {
  try {
    if (typeof source === 'string') embeddingsFile(source);
    else await assertInputsThere(source, filesLike);
  } catch (error) {
    throw complaintAbout(name, error);
  }
}

async function assertInputsThere(
  { trainClip, ...recipe }: EmbeddingsRecipe,
  filesLike: FilesLike,
): Promise<void> {
  for (const [key, value] of Object.entries(recipe)) {
    const { kind, decides } = TABLE[key];
    if (kind.path === undefined || decides === false) continue;
    for (const path of [value].flat() as string[]) {
      if (kind.path === 'file') await assertFile(key, path, filesLike);
      else assertFolder(key, path);
    }
  }
  for (const key of FEATURE_KEYS) {
    const features = trainClip?.[key];
    if (typeof features !== 'string') continue;
    embeddingsFile(features, `give ${setting(key)} one of the names of "embeddings", or a path`);
  }
}

async function assertFile(key: string, path: string, filesLike: FilesLike): Promise<void> {
  for (const file of await filesLike(path)) {
    if (!existsSync(file)) {
      throw new UserError(`${file} does not exist; check the name in ${setting(key)}`);
    }
    if (statSync(file).isDirectory()) {
      throw new UserError(`${file} is a folder; name files in ${setting(key)}`);
    }
  }
}

function assertFolder(key: string, path: string): void {
  const wanted = wantedOf(key);
  if (!existsSync(path)) throw new UserError(`${path} does not exist; ${wanted}`);
  if (!statSync(path).isDirectory()) throw new UserError(`${path} is no folder; ${wanted}`);
  const holds = isOutput(key) ? OUTPUTS[key].holds : undefined;
  if (holds !== undefined && !existsSync(join(path, holds))) {
    throw new UserError(`${path} holds no ${holds}; ${wanted}`);
  }
}

/** Its folders are outputs or models. */
function wantedOf(key: string): string {
  const what = isOutput(key) ? `an output of ${OUTPUTS[key].by}` : "a model's folder";
  return `give ${setting(key)} ${what}`;
}

function isOutput(key: string): key is keyof typeof OUTPUTS {
  return key in OUTPUTS;
}
