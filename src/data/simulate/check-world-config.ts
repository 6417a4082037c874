// Whether the settings of a world go together, and fit in memory.
import { setting, UserError } from '../../util/errors.ts';
import { FAMILIES, FAMILY_NAMES, familySettings } from './families/family-settings.ts';
import { FAMILY_CODE } from './families/world-families.ts';
import type { CatalogTree } from './catalog-tree.ts';
import { birthsPerBlock } from './item-life.ts';
import { TASTE_WIDTH } from './taste.ts';
import { EVEN_LEVEL_VARIANCE } from './tree-shape.ts';
import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';

const MOST_LEAVES = 1_000_000;
/** To tell births for each item without rounding. */
const PLACES = 1_000_000;
/** Floats in one array, 4 GB. */
const MOST_FLOATS = 2 ** 30;

/** Items in a whole log, births included, as expected. */
export function expectedItems({ items, days, halfLifeDays }: WorldConfig): number {
  return Math.round(items * (1 + (days * BLOCKS_PER_DAY - 1) * birthsPerBlock(halfLifeDays)));
}

/**
 * The settings of a world with the defaults of its family.
 *
 * @param given the tree of a catalog; a world of one has no copies but its own
 * @throws UserError for settings that are another family's, or that together make a world too large for memory, or for the
 *   catalog
 */
export function completeWorldConfig(config: WorldConfig, given?: CatalogTree): WorldConfig {
  assertOwnSettings(config);
  if (given === undefined) {
    assertClusters(config);
  } else {
    assertCatalog(config, given);
  }
  assertMemory(config);
  const completed = { ...config, ...familySettings(config.family, config) };
  return given === undefined ? completed : { ...completed, copyShare: 0 };
}

/** Deviations of the number of births that a catalog must have room for. */
const SPARE = 4;

function assertCatalog(config: WorldConfig, { itemIds, columns }: CatalogTree): void {
  const all = itemIds.length;
  const perPlace = expectedItems({ ...config, items: PLACES }) / PLACES;
  const born = all * (1 - 1 / perPlace);
  const most = Math.floor((all - SPARE * Math.sqrt(born)) / perPlace);
  if (config.items > most) {
    throw new UserError(
      `${setting('items')} ${config.items} would need about ${expectedItems(config)} items in ${config.days} days, and ` +
        `the catalog has ${all}; give ${setting('items')} ${Math.max(most, 1)}, fewer ${setting('days')}, or a longer ` +
        setting('halfLifeDays'),
    );
  }
  if (config.family === 'trends' && columns.length < 2) {
    throw new UserError(
      `${setting('family')} trends makes topics of the second level; give ${setting('treeColumns')} two columns`,
    );
  }
}

function assertOwnSettings(config: WorldConfig): void {
  const given = new Map<string, unknown>(Object.entries(config));
  for (const owner of FAMILY_NAMES) {
    if (owner === config.family) continue;
    for (const key of Object.keys(FAMILIES[owner].settings)) {
      if (key in FAMILIES[config.family].settings || (given.get(key) ?? null) === null) continue;
      throw new UserError(
        `${setting(key)} is a setting of ${setting('family')} ${owner}, not of ${config.family}; ` +
          'leave it out, or take that family',
      );
    }
  }
}

function assertClusters({ family, clusters }: WorldConfig): void {
  const isEven = FAMILY_CODE[family].shapeTree === undefined;
  if (isEven && clusters.length !== EVEN_LEVEL_VARIANCE.length) {
    throw new UserError(
      `clusters ${clusters.join(',')} has ${clusters.length} levels; ${setting('family')} ${family} has three: ` +
        `give three numbers, like 16,8,8, or ${setting('family')} uneven-tree`,
    );
  }
  const numLeaves = clusters.reduce((product, children) => product * children, 1);
  if (numLeaves > MOST_LEAVES) {
    throw new UserError(
      `clusters ${clusters.join(',')} make ${numLeaves} clusters; give at most ${MOST_LEAVES}`,
    );
  }
}

function assertMemory(config: WorldConfig): void {
  const numLeaves = config.clusters.reduce((product, children) => product * children, 1);
  const numVectors = Math.max(expectedItems(config), numLeaves);
  const width = Math.max(config.embeddingWidth, TASTE_WIDTH);
  if (numVectors * width > MOST_FLOATS) {
    const gigabytes = Math.round((numVectors * width * 4) / 1e9);
    throw new UserError(
      `the vectors of about ${numVectors} items would take ${gigabytes} GB; ` +
        'lower items, days or embeddingWidth',
    );
  }
}
