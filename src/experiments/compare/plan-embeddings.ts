// Embeddings that a comparison makes, and the page of pictures, as steps.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shortHash } from '../../util/hash-file.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import { embeddingsFile, sharedEmbeddings, sourcesOf } from './embeddings-config.ts';
import type { EmbeddingsSource } from './embeddings-config.ts';
import type { PlanPlace } from './plan-inputs.ts';
import type { PointConfig } from './point-config.ts';
import type { Step } from './step.ts';

/** The steps that make the embeddings of a config from a catalog, a list for each; none where it names folders. */
export async function planEmbeddings(config: PointConfig, place: PlanPlace): Promise<Step[][]> {
  const steps = new Map<string, Step[]>();
  for (const source of sourcesOf(config.embeddings)) {
    if (typeof source === 'string') continue;
    const step = await embedStep(source, place);
    steps.set(step.out, [step]);
  }
  return [...steps.values()];
}

/** The file of embeddings that a config names or has made. @throws UserError if there is none where it names one */
export async function locateEmbeddings(
  source: EmbeddingsSource,
  place: PlanPlace,
): Promise<string> {
  if (typeof source === 'string') return embeddingsFile(source);
  return join((await embedStep(source, place)).out, 'embeddings.arrow');
}

async function embedStep(
  settings: Exclude<EmbeddingsSource, string>,
  { out, code, hash }: PlanPlace,
): Promise<Step> {
  const files = await hashFiles(settings, hash);
  const key = shortHash({ settings: sortedEntries(settings), files, code: code.embeddings });
  return { stage: 'embed', settings, out: join(out, 'prepared', `embeddings-${key}`) };
}

/** Hashes of the files and folders that settings name. */
export function hashFiles(settings: object, hash: PlanPlace['hash']): Promise<string[]> {
  const paths = Object.values(settings)
    .flat()
    .filter((value): value is string => typeof value === 'string' && existsSync(value));
  return Promise.all(paths.map(hash));
}

/**
 * The step that draws a page of what the prefixes of semantic IDs hold, where it is known of which catalog they are: that
 * which their embeddings are made from here, or the world's.
 */
export async function planPage(
  { embeddings, simulate }: PointConfig,
  sids: string,
  { out, hash }: PlanPlace,
): Promise<Step[]> {
  const shared = sharedEmbeddings(embeddings);
  const made = shared === null || typeof shared === 'string' ? undefined : shared;
  const items = made?.items ?? simulate?.catalog;
  if (!items) return [];
  const settings = { sids, items, columns: made?.items ? made.columns : simulate?.columns };
  const key = { of: basename(dirname(sids)), files: await hashFiles({ items }, hash) };
  return [{ stage: 'decode', settings, out: join(out, 'prepared', `page-${shortHash(key)}`) }];
}
