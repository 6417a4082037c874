// What can be chosen of `sid inspect`.
import { EMBEDDING_COLUMN_SETTINGS } from '../artifacts/embedding-columns.ts';
import { CATALOG_SETTINGS } from '../data/catalog/catalog-settings.ts';
import { file, folder, nonNegativeInt, positiveInt, textCalled } from '../schema/kinds.ts';
import { ascendingInts, names, severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

export const INSPECT_SETTINGS = defineSettings({
  sids: {
    kind: severalOf(textCalled('name=path'), 'name=path'),
    required: true,
    says:
      'folders of sid assign, sids.arrow, or tables of codes from elsewhere (Parquet, CSV ...); several stand side by ' +
      'side, compared with the first',
  },
  embeddings: {
    kind: file,
    default: null,
    otherwise: "the corpus's",
    says: 'contents of the items: an output of sid embed; or Parquet, Arrow, CSV or JSON lines with ids and lists of numbers',
  },
  ...EMBEDDING_COLUMN_SETTINGS,
  corpus: {
    kind: folder,
    default: null,
    says: 'corpus folder, for its embeddings and its categories of items',
  },
  rqvae: {
    kind: severalOf(folder, 'dirs'),
    default: null,
    otherwise: 'codes alone',
    says: 'folders of sid train-rqvae that codes are from, for what their vectors lose; codes name theirs by its hash',
  },
  items: {
    kind: CATALOG_SETTINGS.items.kind,
    default: null,
    otherwise: 'ids alone',
    says: CATALOG_SETTINGS.items.says,
  },
  columns: { ...CATALOG_SETTINGS.columns, onlyWith: { items: 'given' } },
  categories: {
    kind: names,
    default: null,
    otherwise: "the catalog's product type, or all of the corpus",
    says: 'columns of known categories, which prefixes should keep together',
  },
  k: {
    kind: ascendingInts,
    default: [10],
    says: 'so many nearest neighbors of an item should have the first codes that it has',
  },
  mostQueries: {
    kind: positiveInt,
    default: 1000,
    says: 'items whose neighbors are looked for at most, drawn by the seed',
  },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of whose neighbors are looked for' },
});
export type InspectSettings = SettingsOf<typeof INSPECT_SETTINGS>;
