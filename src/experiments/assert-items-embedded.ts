// Whether embeddings that are not a corpus's own are of its items.
import { dirname } from 'node:path';
import { setting, UserError } from '../util/errors.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import { findLeftOut } from './left-out.ts';
import { readItemIds } from './read-items.ts';

/** @param path of the embeddings, for messages. @throws UserError naming the first item of the corpus that has none */
export async function assertItemsEmbedded(
  corpus: string,
  embedded: Ids,
  path: string,
): Promise<void> {
  const known = new Set<number | string>(embedded);
  const items = await readItemIds(corpus);
  const missing = Int32Array.from({ length: items.length }, (_, item) => item).filter(
    (item) => !known.has(idAt(items, item)),
  );
  if (missing.length === 0) return;
  const first = idAt(items, missing[0]);
  const [asked, has] = [typeof first, typeof idAt(embedded, 0)];
  if (asked !== has) {
    throw new UserError(`ids are ${has}s in ${path} and ${asked}s in ${corpus}; write both alike`);
  }
  const more = missing.length === 1 ? '' : ` and of ${missing.length - 1} more`;
  throw new UserError(
    `${path} has no embedding of item ${first} of ${corpus}${more}${remedy(first, path)}`,
  );
}

/** What to do, with why `sid embed` left the item out where it has said so beside its vectors. */
function remedy(item: number | string, path: string): string {
  const found = findLeftOut(item, dirname(path));
  if (found === undefined) return `; give ${setting('embeddings')} of all its items`;
  const { reasons, folders } = found;
  const them = folders.length === 1 ? 'it' : 'them';
  return `: ${reasons.join('; ')}; mend that, remove ${folders.join(' and ')} and make ${them} again`;
}
