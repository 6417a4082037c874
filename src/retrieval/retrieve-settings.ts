// What can be chosen of `sid retrieve`.
import { EMBED_SETTINGS } from '../embed/embed-settings.ts';
import { ENCODER_NAMES } from '../embed/encoder-names.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { onlyWith } from '../schema/change-settings.ts';
import { file, flag, nonNegativeInt, oneOf, positiveInt, textCalled } from '../schema/kinds.ts';
import { ascendingInts, severalOf } from '../schema/list-kinds.ts';
import { defineSettings, pickSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';

const ASKED = { queries: 'given' } as const;
const WITH_INDEX = { exact: 'missing' } as const;

/** What decides the answers, and their figures. */
export const RETRIEVE_SETTINGS = defineSettings({
  embeddings: {
    kind: severalOf(textCalled('name=path'), 'name=path'),
    required: true,
    says:
      'item embeddings: folders of sid embed, or Arrow files (item_id, embedding); several are compared ' +
      'with the first',
  },
  queries: {
    kind: severalOf(file, 'files'),
    default: null,
    otherwise: 'the items themselves',
    says:
      'a table of searches (query or picture, item_id), encoded as the items were; or their embeddings, one ' +
      'for all or one for each of those of items',
  },
  queryColumns: {
    kind: file,
    default: null,
    otherwise: 'by usual names',
    onlyWithAny: [ASKED, { pairs: 'given' }],
    says: 'JSON file that says which columns of searches and pairs are id, text, picture, item, user',
  },
  pairs: {
    kind: file,
    default: null,
    otherwise: 'items of the id of the query, or of its kind',
    says: 'table of which query_id wants which item_id, one row each',
  },
  relevantBy: {
    kind: textCalled('column'),
    default: null,
    otherwise: 'product type',
    onlyWith: { queries: 'missing', pairs: 'missing' },
    says: 'column of the catalog: without queries and pairs, items that share its value are wanted',
  },
  items: {
    kind: severalOf(file, 'files'),
    default: null,
    otherwise: 'that of the first embeddings',
    says: 'catalog with titles, pictures and types, for the page and for kinds',
  },
  columns: {
    kind: file,
    default: null,
    otherwise: 'by usual names',
    onlyWith: { items: 'given' },
    says: "JSON file of the catalog's columns, as for sid embed",
  },
  k: { kind: ascendingInts, default: [1, 5, 10], says: 'lengths of answers that are looked at' },
  mostQueries: {
    kind: positiveInt,
    default: null,
    otherwise: 'all',
    says: 'queries to ask at most, drawn by the seed',
  },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of which queries are asked and shown' },
  exact: {
    kind: flag,
    default: false,
    says: 'exact search alone, which needs no optional package; no HNSW index',
  },
  connectivity: {
    kind: positiveInt,
    default: 16,
    onlyWith: WITH_INDEX,
    says: 'HNSW: edges of an item',
  },
  expansionAdd: {
    kind: positiveInt,
    default: 128,
    onlyWith: WITH_INDEX,
    says: 'HNSW: candidates looked at when an item is added',
  },
  expansionSearch: {
    kind: positiveInt,
    default: 64,
    onlyWith: WITH_INDEX,
    says: 'HNSW: candidates looked at in a search; more find more, and take longer',
  },
  keepIndex: {
    kind: flag,
    default: false,
    onlyWith: WITH_INDEX,
    says: "keep the HNSW index, in usearch's format",
  },
  show: {
    kind: nonNegativeInt,
    default: 24,
    says: 'queries on the page: half of them drawn, half those answered worst',
  },
  encoder: {
    kind: oneOf(ENCODER_NAMES),
    default: null,
    otherwise: "the items' own, of CLIP that of texts or pictures",
    onlyWith: ASKED,
    says: 'what encodes the searches',
  },
  ...onlyWith(pickSettings(EMBED_SETTINGS, ['textModel', 'pictureModel', 'clip', 'dual']), ASKED),
  threads: { ...EMBED_SETTINGS.threads, onlyWith: ASKED },
  ...PICTURE_SETTINGS,
});
export type RetrieveSettings = SettingsOf<typeof RETRIEVE_SETTINGS>;
