// What can be chosen of `sid decode`.
import { EMBEDDING_COLUMN_SETTINGS } from '../artifacts/embedding-columns.ts';
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { onlyWith } from '../schema/change-settings.ts';
import { file, nonNegativeInt, positiveInt, text } from '../schema/kinds.ts';
import { codePrefix } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

const { items, columns } = CATALOG_SETTINGS;

/** Where a page has pictures. */
const WITH_PAGE = { items: 'given', out: 'given' } as const;

export const DECODE_SETTINGS = defineSettings({
  sids: { kind: file, required: true, says: 'sids.arrow, or the folder of a sid assign' },
  prefix: {
    kind: codePrefix,
    default: null,
    otherwise: 'the largest first codes',
    says: 'items whose semantic ID begins with these codes, coarse to fine: 3,17',
  },
  item: {
    kind: text,
    default: null,
    says: 'or: siblings of the item of this id, those that share most codes first',
  },
  embeddings: {
    kind: file,
    default: null,
    otherwise: 'siblings as they come',
    says: 'an output of sid embed, or a table: siblings by their cosine distance, the nearest first',
    onlyWith: { item: 'given' },
  },
  ...onlyWith(EMBEDDING_COLUMN_SETTINGS, { embeddings: 'given' }),
  items: { kind: items.kind, default: null, otherwise: 'ids alone', says: items.says },
  columns,
  most: { kind: positiveInt, default: 12, says: 'items shown of a prefix' },
  prefixes: {
    kind: positiveInt,
    default: 40,
    onlyWith: { item: 'missing' },
    says: 'prefixes shown, the largest',
  },
  pictures: {
    kind: nonNegativeInt,
    default: 3000,
    onlyWith: WITH_PAGE,
    says: 'pictures on the page at most, about 4 kB each; other items are shown by their titles',
  },
  ...onlyWith(PICTURE_SETTINGS, { ...WITH_PAGE, pictures: { not: ['0'] } }),
});
export type DecodeSettings = SettingsOf<typeof DECODE_SETTINGS>;
