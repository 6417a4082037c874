// The page of pictures as a step.
import { basename, dirname, join } from 'node:path';
import { shortHash } from '../../util/hash-file.ts';
import { sharedEmbeddings } from './embeddings-config.ts';
import { hashFiles } from './plan-embeddings.ts';
import type { PlanPlace } from './plan-inputs.ts';
import type { PointConfig } from './point-config.ts';
import type { Step } from './step.ts';

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
