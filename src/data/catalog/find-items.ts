// Some items of a catalog, by their ids.
import type { Catalog, CatalogItem } from './open-catalog.ts';

/** Items by their id as text; those that the catalog has. Reads through the texts once, and no other pictures. @param ids as texts */
export async function findItems(
  catalog: Catalog,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CatalogItem>> {
  const found = new Map<string, CatalogItem>();
  if (ids.size === 0) return found;
  for await (const items of catalog.texts()) {
    for (const item of items) if (ids.has(String(item.id))) found.set(String(item.id), item);
  }
  const pictures = catalog.pictures([...found.values()].map(({ id }) => id));
  for await (const { id, picture } of pictures) {
    const item = found.get(String(id));
    if (item !== undefined) found.set(String(id), { ...item, picture });
  }
  return found;
}
