// The settings of a simulated world.
import { file, nonNegativeInt, numberWithin, oneOf, wholeNumber } from '../../schema/kinds.ts';
import { intsUpTo, names, orName, severalOf } from '../../schema/list-kinds.ts';
import { defaultsOf, defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';
import { FAMILY_NAMES, ownSettings } from './families/family-settings.ts';

/** Births, deaths and popularity change at the beginning of a block, four times a day. */
export const BLOCKS_PER_DAY = 4;
export const HOURS_PER_BLOCK = 24 / BLOCKS_PER_DAY;

/** Levels of a content tree. */
const MOST_LEVELS = 6;

/** What a catalog says where there is one. */
const DRAWN = { catalog: 'missing' } as const;

/** What `sid simulate` draws. */
export const WORLD_SETTINGS = defineSettings({
  family: { kind: oneOf(FAMILY_NAMES), default: 'tree', says: 'family of the world' },
  items: {
    kind: wholeNumber({ least: 1, most: 20_000_000 }),
    default: 10_000,
    // With a half-life of 6 days a day brings 12 % new items, a log of 20 days has about 3.3 times as many in all.
    // (Were this the total, the first days of a log would depend on how many days follow.)
    says:
      'items alive at any one time, not the total: 11 % a day die and are replaced ' +
      '(20 days: 3.3 times as many)',
  },
  users: { kind: wholeNumber({ least: 1, most: 20_000_000 }), default: 10_000, says: 'users' },
  days: { kind: wholeNumber({ least: 1, most: 1000 }), default: 20, says: 'days of the log' },
  impressionsPerDay: {
    kind: wholeNumber({ least: 1, most: 1_000_000_000 }),
    default: 200_000,
    says: 'impressions of each day',
  },
  embeddingWidth: {
    kind: wholeNumber({ least: 1, most: 4096 }),
    default: 32,
    symbol: 'D',
    onlyWith: DRAWN,
    says: 'floats in an embedding',
  },
  embeddingNoise: {
    kind: numberWithin({ least: 0, most: 100 }),
    default: 0.3,
    onlyWith: DRAWN,
    says: "length of an embedding's noise over that of its cluster's vector",
  },
  halfLifeDays: {
    kind: orName(numberWithin({ least: 1 / BLOCKS_PER_DAY, most: 10_000 }), 'none'),
    default: 6,
    says: 'half of the items are gone after so many days; none: items never die, and are of one age',
  },
  meanCtr: {
    kind: numberWithin({ least: 0.0001, most: 0.9999 }),
    default: 0.08,
    says: 'mean click probability',
  },
  clusters: {
    kind: intsUpTo(MOST_LEVELS),
    default: [16, 8, 8],
    onlyWith: DRAWN,
    says: 'branches of the content tree at each level, coarse first: three; with uneven-tree 1 to 6, mean numbers',
  },
  tasteSpread: {
    kind: numberWithin({ least: 0, most: 10 }),
    default: 1,
    says: 'deviation of taste over users and clusters, in logits',
  },
  qualitySpread: {
    kind: numberWithin({ least: 0, most: 10 }),
    default: 0.5,
    says: 'deviation of an item quality that content does not explain, in logits',
  },
  clusterSpread: {
    kind: numberWithin({ least: 0, most: 10 }),
    default: 0.5,
    says: "deviation of the clusters' quality, all three levels together, in logits",
  },
  driftSpread: {
    kind: numberWithin({ least: 0, most: 5 }),
    default: 0.5,
    says: "deviation of the slow drift of log popularity; three fifths of its variance the item's own",
  },
  copyShare: {
    kind: numberWithin({ least: 0, most: 0.5 }),
    default: 0.02,
    onlyWith: DRAWN,
    says: 'share of items that are copies, half of them exact',
  },
  ...ownSettings('hidden-factors'),
  ...ownSettings('drifting'),
  ...ownSettings('trends'),
  catalog: {
    kind: severalOf(file, 'files'),
    default: null,
    otherwise: 'items are drawn',
    isOptionalInRecords: true,
    says:
      'table of items (Parquet, CSV, JSON lines, Arrow) that the world takes instead of drawing clusters, copies and ' +
      'embeddings; sid embed makes those',
  },
  columns: {
    kind: file,
    default: null,
    otherwise: 'by usual names',
    isOptionalInRecords: true,
    says: "JSON file that says which of the catalog's columns is the id",
    onlyWith: { catalog: 'given' },
  },
  treeColumns: {
    kind: names,
    default: null,
    isOptionalInRecords: true,
    says: 'columns of the catalog that tastes come from, coarse first, like category,type,color: a level of the tree each',
    onlyWith: { catalog: 'given' },
  },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of the world' },
  populationSeed: {
    kind: nonNegativeInt,
    default: null,
    otherwise: 'that of the world',
    says:
      'another one keeps the world (tree, what its clusters are like) and draws users, items, lives, traffic and ' +
      'clicks anew',
  },
});
export type WorldConfig = SettingsOf<typeof WORLD_SETTINGS>;

export const DEFAULT_WORLD_CONFIG: WorldConfig = defaultsOf(WORLD_SETTINGS);
