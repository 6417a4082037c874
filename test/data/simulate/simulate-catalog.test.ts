import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { corpusPath, dayPath } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { growCatalogTree } from '../../../src/data/simulate/catalog-tree.ts';
import { simulateCorpus } from '../../../src/data/simulate/simulate-corpus.ts';
import type { Simulation } from '../../../src/data/simulate/simulate-corpus.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import type { WorldConfig } from '../../../src/data/simulate/world-config.ts';
import { World } from '../../../src/data/simulate/world.ts';
import { UserError } from '../../../src/util/errors.ts';
import { Rng } from '../../../src/util/rng.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-simulate-catalog-'));
const NUM_ITEMS = 240;
const SMALL = { items: 80, users: 60, days: 3, impressionsPerDay: 20_000 };

/** Kind and color of each item by its id. */
const valuesOf = new Map(
  Array.from({ length: NUM_ITEMS }, (_, i) => [`sku-${i}`, [`kind ${i % 3}`, `color ${i % 4}`]]),
);

function writeCatalog(name: string, idOf: (i: number) => string): string {
  const path = join(root, name);
  const rows = [...valuesOf.values()].map((values, i) => `${idOf(i)},${values.join(',')}`);
  writeFileSync(path, `id,kind,color\n${rows.join('\n')}\n`);
  return path;
}
const catalog = [writeCatalog('items.csv', (i) => `sku-${i}`)];
const treeColumns = ['kind', 'color'];

type Simulated = Simulation & { readonly folder: string };

async function simulate(settings: Partial<WorldConfig>): Promise<Simulated> {
  const folder = mkdtempSync(join(root, 'corpus-'));
  const config = { ...DEFAULT_WORLD_CONFIG, ...SMALL, catalog, treeColumns, ...settings };
  const job = { config, folder, onProgress: () => undefined, shouldStop: () => false };
  return { ...(await simulateCorpus(job)), folder };
}

/** Clicks alone tell leaves apart: no taste of single users, no quality of single items. */
let clear: Simulated;
beforeAll(async () => {
  clear = await simulate({ tasteSpread: 0, qualitySpread: 0, clusterSpread: 1.5, meanCtr: 0.3 });
});

test('items are those of the catalog under their own ids, each once, and nothing of their values is in the corpus', async () => {
  const ids = await readIds(corpusPath(clear.folder, 'items.arrow'), 'item_id');
  expect(ids.length).toBe(clear.info.numItems);
  expect(ids.length).toBeGreaterThan(SMALL.items);
  expect(new Set<number | string>(ids).size).toBe(ids.length);
  for (const id of ids) expect(valuesOf.has(String(id)), String(id)).toBe(true);
  // Not the first rows: which item comes when is drawn.
  expect([...ids]).not.toEqual([...valuesOf.keys()].slice(0, ids.length));
  expect(existsSync(corpusPath(clear.folder, 'embeddings.arrow'))).toBe(false);
  expect(clear.info.embeddingWidth).toBe(0);
  for (const file of ['items.arrow', 'users.arrow', 'corpus.json'] as const) {
    expect(readFileSync(corpusPath(clear.folder, file)).includes('color 1'), file).toBe(false);
  }
  expect(readFileSync(corpusPath(clear.folder, 'corpus.json'), 'utf8')).not.toContain(root);
  expect(clear.copies).toEqual({ exact: 0, near: 0 });
  expect(clear.inputs).toEqual({ catalog: catalog[0] });
});

/** Pearson's statistic over its degrees of freedom, of clicks by item around the rate of each group; 1: no more than chance. */
function chanceWithin(
  groups: readonly string[],
  shown: Float64Array,
  clicked: Float64Array,
): number {
  const totals = new Map<string, { shown: number; clicked: number; items: number }>();
  groups.forEach((group, item) => {
    const total = totals.get(group) ?? { shown: 0, clicked: 0, items: 0 };
    const items = total.items + (shown[item] > 0 ? 1 : 0);
    totals.set(group, {
      ...{ shown: total.shown + shown[item], clicked: total.clicked + clicked[item], items },
    });
  });
  let [statistic, freedom] = [0, 0];
  for (const { items } of totals.values()) freedom += Math.max(0, items - 1);
  groups.forEach((group, item) => {
    const total = totals.get(group);
    if (total === undefined || shown[item] === 0) return;
    const rate = total.clicked / total.shown;
    statistic += (clicked[item] - rate * shown[item]) ** 2 / (shown[item] * rate * (1 - rate));
  });
  return statistic / freedom;
}

test('the columns decide the clicks: items of one kind and color have one rate, shuffled ones have not', async () => {
  const ids = await readIds(corpusPath(clear.folder, 'items.arrow'), 'item_id');
  const [shown, clicked] = [new Float64Array(ids.length), new Float64Array(ids.length)];
  for (let day = 1; day <= SMALL.days; day++) {
    for await (const batch of readDay(dayPath(clear.folder, day), clear.info.denseFeatures)) {
      batch.itemIndex.forEach((item, i) => {
        shown[item] += 1;
        clicked[item] += batch.label[i];
      });
    }
  }
  const groups: string[] = Array.from(ids, (id: number | string) =>
    (valuesOf.get(String(id)) ?? []).join('/'),
  );
  const kinds = groups.map((group) => group.split('/')[0]);
  const shuffled: string[] = Rng.fromSeed(1).shuffle([...groups]);
  expect(chanceWithin(groups, shown, clicked)).toBeLessThan(1.5);
  expect(chanceWithin(kinds, shown, clicked)).toBeGreaterThan(5);
  expect(chanceWithin(shuffled, shown, clicked)).toBeGreaterThan(5);
});

test('users like items of one leaf alike, those of one kind more alike than others', () => {
  const kind = Array.from({ length: NUM_ITEMS }, (_, i) => `kind ${i % 6}`);
  const color = Array.from({ length: NUM_ITEMS }, (_, i) => `color ${i % 30}`);
  const ids = Float64Array.from(kind, (_, i) => 1000 + i);
  const tree = growCatalogTree(ids, treeColumns, [kind, color]);
  const settings = { items: NUM_ITEMS, halfLifeDays: 'none' as const, users: 300 };
  const world = new World({ ...DEFAULT_WORLD_CONFIG, ...settings, copyShare: 0 }, tree);
  const born = [...world.itemIds()].map((id) => Number(id) - 1000);
  const likeness = (isPair: (a: number, b: number) => boolean): number => {
    let [sum, count] = [0, 0];
    for (let a = 0; a < 60; a++) {
      for (let b = 0; b < a; b++) {
        if (!isPair(born[a], born[b])) continue;
        for (let user = 0; user < settings.users; user++) {
          sum += (world.family.taste(user, a) - world.family.taste(user, b)) ** 2;
          count += 1;
        }
      }
    }
    return sum / count;
  };
  expect(likeness((a, b) => a % 30 === b % 30)).toBe(0);
  const sameKind = likeness((a, b) => a % 6 === b % 6 && a % 30 !== b % 30);
  expect(sameKind).toBeGreaterThan(0);
  expect(likeness((a, b) => a % 6 !== b % 6)).toBeGreaterThan(1.5 * sameKind);
});

test('the same seed gives the same bytes; numbers stay numbers; other families have worlds of a catalog too', async () => {
  const [once, again] = [await simulate({ days: 2 }), await simulate({ days: 2 })];
  for (const file of ['days/day-002.arrow', 'items.arrow', 'truth/items.arrow', 'corpus.json']) {
    const bytes = ({ folder }: Simulated): Buffer => readFileSync(join(folder, file));
    expect(bytes(again).equals(bytes(once)), file).toBe(true);
  }
  const numbers = [writeCatalog('numbers.csv', (i) => String(5000 + i))];
  for (const family of ['uneven-tree', 'trends'] as const) {
    const { folder, info } = await simulate({ family, catalog: numbers, impressionsPerDay: 500 });
    const ids = await readIds(corpusPath(folder, 'items.arrow'), 'item_id');
    expect(ids).toBeInstanceOf(Float64Array);
    expect(ids.length).toBe(info.numItems);
  }
});

test.each<[Partial<WorldConfig>, string]>([
  [
    { treeColumns: ['kind', 'colors'] },
    'no column "colors" (‹treeColumns›); did you mean "color"?',
  ],
  [{ treeColumns: null }, '‹catalog› needs ‹treeColumns›: the columns that decide tastes'],
  [{ catalog: null }, '‹treeColumns› are those of a catalog; give ‹catalog›'],
  [{ catalog: ['nowhere.csv'] }, 'nowhere.csv does not exist'],
  [
    { items: 240 },
    '‹items› 240 would need about 315 items in 3 days, and the catalog has 240; give',
  ],
  [{ items: 241, halfLifeDays: 'none' }, 'the catalog has 240; give ‹items› 240, fewer'],
  [{ family: 'trends', treeColumns: ['kind'] }, 'give ‹treeColumns› two columns'],
])('%o is answered with one line', async (settings, text) => {
  await expect(simulate(settings)).rejects.toThrow(UserError);
  await expect(simulate(settings)).rejects.toThrow(text);
});

test('the largest number of items that fits is the one that is named', async () => {
  const error: unknown = await simulate({ items: 240 }).catch((fault: unknown) => fault);
  const most = Number(/give ‹items› (\d+)/.exec(String(error))?.[1]);
  const { info } = await simulate({ items: most, impressionsPerDay: 100 });
  expect(info.numItems).toBeLessThanOrEqual(240);
  expect(info.numItems).toBeGreaterThan(180);
});
