// Whether embeddings that are not a corpus's own are of its items.
import { setting, UserError } from '../util/errors.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
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
  throw new UserError(
    asked === has
      ? `${path} has no embedding of item ${first} of ${corpus}` +
          `${missing.length === 1 ? '' : ` and of ${missing.length - 1} more`}; give ${setting('embeddings')} of all its items`
      : `ids are ${has}s in ${path} and ${asked}s in ${corpus}; write both alike`,
  );
}
