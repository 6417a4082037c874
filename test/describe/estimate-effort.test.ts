import { expect, test } from 'vitest';
import type { Catalog, CatalogItem } from '../../src/data/catalog/open-catalog.ts';
import { DESCRIBE_SETTINGS } from '../../src/describe/describe-settings.ts';
import type { DescribeSettings } from '../../src/describe/describe-settings.ts';
import { estimateEffort } from '../../src/describe/estimate-effort.ts';
import { defaultsOf } from '../../src/schema/settings.ts';

const nothing = { type: null, title: null, description: null, attributes: [], picture: null };
/** 12 bytes of facts ("title: 12345"), a picture alone, nothing at all. */
const ITEMS: readonly CatalogItem[] = [
  { ...nothing, id: 1, row: 1, title: '12345', picture: { path: 'a.jpg' } },
  { ...nothing, id: 2, row: 2, picture: { path: 'b.jpg' } },
  { ...nothing, id: 3, row: 3 },
];

function catalogOf(items: readonly CatalogItem[], columns: object): Catalog {
  return {
    columns,
    numItems: items.length,
    async *batches(firstRow, lastRow) {
      yield await Promise.resolve(items.slice(firstRow - 1, lastRow));
    },
  } as Partial<Catalog> as Catalog;
}
const catalog = catalogOf(ITEMS, { picture: 'picture' });

const settings: DescribeSettings = {
  ...defaultsOf(DESCRIBE_SETTINGS),
  ...{ items: ['items.csv'], model: 'm', endpoint: 'http://localhost/v1' },
};
// 2, 3 and 4 tokens.
const prompts = { summarizer: 's'.repeat(8), evaluator: 'e'.repeat(12), refiner: 'r'.repeat(16) };

test('calls and tokens by hand', async () => {
  const options = { ...settings, rounds: 2, pictureSize: 56, prices: { input: 1000, output: 1e4 } };
  // A picture of 56 pixels is 4 tokens; facts are 3, or 9 where there are none (36 letters say so).
  const subjects = 3 + 4 + 9 + 4;
  const least = 2 * subjects + 2 * (2 + (3 + 60));
  const most = 5 * subjects + 2 * (2 + 2 * (3 + 60) + 2 * (4 + 60 + 80));
  expect(await estimateEffort(catalog, prompts, options)).toEqual({
    with_pictures: true,
    items: 2,
    least: { calls: 4, input_tokens: least, output_tokens: 128, cost: least / 1000 + 1.28 },
    most: { calls: 10, input_tokens: most, output_tokens: 680, cost: most / 1000 + 6.8 },
  });
});

test('without rounds, pictures and prices', async () => {
  const options = { ...settings, rounds: 0, textOnly: true };
  const once = { calls: 1, input_tokens: 3 + 2, output_tokens: 60, cost: null };
  const expected = { with_pictures: false, items: 1, least: once, most: once };
  expect(await estimateEffort(catalog, prompts, options)).toEqual(expected);
  const noColumn = { ...settings, rounds: 0 };
  expect(await estimateEffort(catalogOf(ITEMS, {}), prompts, noColumn)).toEqual(expected);
});

test('of a shard, its items alone', async () => {
  const many = Array.from({ length: 600 }, (_, i) => ({ ...ITEMS[0], id: i, row: i + 1 }));
  const shard = { index: 2, count: 3 };
  const { items } = await estimateEffort(catalogOf(many, {}), prompts, { ...settings, shard });
  expect(items).toBe(256);
});
