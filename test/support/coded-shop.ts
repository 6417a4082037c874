import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';

/** Codes of six items, 2 levels of 4. */
export const SHOP_CODES: Readonly<Record<string, readonly [number, number]>> = {
  11: [3, 0],
  12: [3, 0],
  13: [3, 2],
  14: [3, 1],
  15: [0, 1],
  16: [1, 1],
};

const TITLES = ['red mug', 'blue mug', 'green mug', 'mug tree', 'oak table', 'pine table'];
const TYPES = ['Mugs', 'Mugs', 'Mugs', 'Racks', 'Tables', 'Tables'];

/**
 * Writes sids/sids.arrow of items 11 to 16, and catalog.csv with their titles, types and pictures: mug-ID.png, which are not
 * there.
 *
 * @param without items that the catalog lacks
 * @param extra further lines of it
 */
export async function writeCodedShop(
  folder: string,
  {
    without = [],
    extra = [],
  }: { readonly without?: readonly number[]; readonly extra?: readonly string[] } = {},
): Promise<{ readonly sids: string; readonly catalog: string }> {
  const sids = join(folder, 'sids');
  mkdirSync(sids, { recursive: true });
  const ids = Object.keys(SHOP_CODES).map(Number);
  await writeSemanticIds(join(sids, 'sids.arrow'), {
    itemIds: Float64Array.from(ids),
    codes_NL: Int32Array.from(Object.values(SHOP_CODES).flat()),
    ...{ levels: 2, codebookSizes: [4, 4], quantizer: 'made up' },
  });
  const catalog = join(folder, 'catalog.csv');
  const lines = ids.flatMap((id, i) =>
    without.includes(id) ? [] : [`${id},${TITLES[i]},${TYPES[i]},mug-${id}.png`],
  );
  writeFileSync(catalog, ['id,title,type,picture', ...lines, ...extra, ''].join('\n'));
  return { sids, catalog };
}
