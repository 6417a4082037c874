// What can be chosen of the pairs of picture and text that a model learns from.
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { SOURCE_SETTINGS } from '../embed/source-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import {
  flag,
  fraction,
  nonNegativeInt,
  numberWithin,
  oneOf,
  positiveInt,
  textCalled,
} from '../schema/kinds.ts';
import { names, orName, shareRange } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

/** What is held out: items by themselves, or all of a group together. */
const HELD_OUT_UNITS = ['items', 'groups'] as const;

/** What becomes of pairs that do not fill a batch: they wait for another epoch, or all batches are a little smaller. */
const LEFTOVERS = ['drop', 'spread'] as const;

/** Where something is held out: by a column of the catalog, or drawn. */
export const WITH_HELD_OUT = [{ heldOutBy: 'given' }, { heldOutShare: { not: ['0'] } }] as const;

/** Which pairs there are, and which of them are held out. */
export const PAIR_SETTINGS = defineSettings({
  ...CATALOG_SETTINGS,
  ...SOURCE_SETTINGS,
  groupBy: {
    kind: textCalled('what'),
    default: 'text',
    says:
      'what makes the picture of one item a right answer to the text of another: the same text, title, type or ' +
      'value of another column of the catalog; none: nothing does',
  },
  weightBy: {
    kind: textCalled('column'),
    default: null,
    otherwise: 'all the same',
    says: 'column of the catalog that says how much each pair counts: numbers of 0 or above, such as clicks',
  },
  heldOutShare: {
    kind: numberWithin({ least: 0, most: 0.9 }),
    default: 0.1,
    onlyWith: { heldOutBy: 'missing' },
    says: 'share of the items that are never trained on, drawn by the seed',
  },
  heldOutUnit: {
    kind: oneOf(HELD_OUT_UNITS),
    default: 'items',
    onlyWith: { heldOutBy: 'missing', heldOutShare: { not: ['0'] } },
    says: 'what is drawn; of groups no item is trained on where one is held out',
  },
  heldOutBy: {
    kind: textCalled('column'),
    default: null,
    otherwise: 'drawn by the seed',
    says: 'column of the catalog that says which items are trained on and which are held out',
  },
  trainValues: {
    kind: names,
    default: ['train'],
    onlyWith: { heldOutBy: 'given' },
    says: 'its values of the items that are trained on',
  },
  heldOutValues: {
    kind: names,
    default: ['test'],
    onlyWith: { heldOutBy: 'given' },
    says: 'its values of the items that are held out; items of other values are left out',
  },
  evaluatedPairs: {
    kind: positiveInt,
    default: 5000,
    onlyWithAny: WITH_HELD_OUT,
    says: 'held-out items at most that the model is measured on, drawn by the seed',
  },
  ...PICTURE_SETTINGS,
});
export type PairSettings = SettingsOf<typeof PAIR_SETTINGS>;

/** How pairs are gone through. */
export const BATCH_SETTINGS = defineSettings({
  batchSize: { kind: positiveInt, default: 256, symbol: 'B', says: 'pairs of a batch' },
  leftover: {
    kind: oneOf(LEFTOVERS),
    default: 'drop',
    says: 'what becomes of pairs that do not fill a batch: dropped for the epoch, or spread over smaller batches',
  },
  distinctGroups: {
    kind: flag,
    default: false,
    onlyWith: { groupBy: { not: ['none'] } },
    says: 'keep items of a group in different batches, as far as batches suffice',
  },
});
export type BatchSettings = SettingsOf<typeof BATCH_SETTINGS>;

/** How pictures are changed from epoch to epoch. */
export const AUGMENT_SETTINGS = defineSettings({
  cropArea: {
    kind: orName(shareRange, 'none'),
    default: { from: 0.9, to: 1 },
    says:
      'share of the picture that a random crop of it has, from and to, as in open_clip; none: pictures are ' +
      'prepared as by sid embed',
  },
  flipChance: {
    kind: fraction,
    default: 0,
    says: 'chance that a picture is turned left to right; products have letters',
  },
});
export type AugmentSettings = SettingsOf<typeof AUGMENT_SETTINGS>;

/** Of all that is drawn. */
export const PAIR_SEED = defineSettings({
  seed: {
    kind: nonNegativeInt,
    default: 1,
    says: 'seed of what is held out, of the order of pairs and of random crops',
  },
});

/** Settings by which a catalog's columns are read. */
export type PairColumnSettings = Pick<
  PairSettings,
  'groupBy' | 'weightBy' | 'heldOutBy' | 'trainValues' | 'heldOutValues'
>;
