// The page of pictures as a step.
import { basename, dirname, join } from 'node:path';
import { DECODE_SETTINGS } from '../../decode/decode-settings.ts';
import { shortHash } from '../../util/hash-file.ts';
import { sharedEmbeddings } from './embeddings-config.ts';
import { decidingEntries } from './deciding-entries.ts';
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
  place: PlanPlace,
): Promise<Step[]> {
  const shared = sharedEmbeddings(embeddings);
  const made = shared === null || typeof shared === 'string' ? undefined : shared;
  const items = made?.items ?? simulate?.catalog;
  if (!items) return [];
  const catalog = { items, columns: made?.items ? made.columns : simulate?.columns };
  const key = shortHash({
    of: basename(dirname(sids)),
    settings: await decidingEntries(DECODE_SETTINGS, catalog, place),
    code: place.code.page,
  });
  const folder = join(place.out, 'prepared', `page-${key}`);
  return [{ stage: 'decode', settings: { sids, ...catalog }, out: folder }];
}
