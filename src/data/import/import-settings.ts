// What can be chosen of an import: of any, and of each data set.
import {
  file,
  nonNegativeInt,
  oneOf,
  positiveInt,
  positiveNumber,
  textCalled,
} from '../../schema/kinds.ts';
import { dayRange } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';

/** What can be chosen of any import. */
const CHOICES = defineSettings({
  days: {
    kind: dayRange,
    default: null,
    otherwise: 'all',
    says: 'only these days of the log, counted from 1',
  },
  timeZone: {
    kind: textCalled('zone'),
    default: 'UTC',
    says: 'whose midnight cuts the days: Europe/London, -03:00',
  },
  dayHours: { kind: positiveInt, default: 24, says: 'hours in a day of the corpus' },
  uncovered: {
    kind: oneOf(['drop', 'keep']),
    default: 'drop',
    says: 'events of items without an embedding',
  },
  catalog: {
    kind: oneOf(['all', 'seen']),
    default: 'all',
    says: 'items of the corpus, all with an embedding or those seen in the days taken',
  },
  seed: {
    kind: nonNegativeInt,
    default: 1,
    says: 'seed of the negatives, and of the order within an instant',
  },
  memoryMb: {
    kind: positiveInt,
    default: 1024,
    says: 'memory of the SQL engine in MiB; the rest goes to disk',
  },
});
export type ImportSettings = SettingsOf<typeof CHOICES>;

/** Beside them where a log has clicks alone. */
const SAMPLING = defineSettings({
  negatives: {
    kind: nonNegativeInt,
    default: 4,
    says: 'non-clicks sampled for each click (click logs)',
  },
  windowHours: {
    kind: positiveNumber,
    default: 24,
    onlyWith: { negatives: { not: ['0'] } },
    says: 'hours before a click whose clicks say how its item stands; negatives stand alike',
  },
});
export type SamplingSettings = SettingsOf<typeof SAMPLING>;

/** Any table, by a mapping. */
export const TABLE_SETTINGS = defineSettings({
  mapping: {
    kind: file,
    required: true,
    says: 'JSON: which columns of which files are what (data/README.md)',
  },
  ...CHOICES,
  ...SAMPLING,
});

export const GLOBO_SETTINGS = defineSettings({
  clicks: {
    kind: file,
    required: true,
    says: 'clicks as Parquet, or the published "clicks_hour_*.csv"',
  },
  embeddings: { kind: file, required: true, says: 'item_id and embedding (a list of floats)' },
  ...CHOICES,
  ...SAMPLING,
  timeZone: { ...CHOICES.timeZone, default: '-03:00' },
  // A few articles have nearly half of all clicks: beside more they could not be shown often enough.
  negatives: { ...SAMPLING.negatives, default: 1 },
  windowHours: { ...SAMPLING.windowHours, default: 3 },
});

export const MIND_SETTINGS = defineSettings({
  behaviors: {
    kind: file,
    required: true,
    says: 'behaviors.tsv; of several parts "MINDsmall_*/behaviors.tsv"',
  },
  embeddings: {
    kind: file,
    default: null,
    otherwise: 'made of the entities',
    says: 'news_id and embedding (a list of floats)',
  },
  entities: {
    kind: file,
    default: null,
    otherwise: 'none',
    says: 'entity_embedding.vec; an article is then the mean of the entities that news names',
  },
  news: {
    kind: file,
    default: null,
    otherwise: 'none',
    says: 'news.tsv, which says the entities of an article, and its category and subcategory',
  },
  ...CHOICES,
});

export const EBNERD_SETTINGS = defineSettings({
  behaviors: {
    kind: file,
    required: true,
    says: 'behaviors.parquet; of several parts "ebnerd/*/behaviors.parquet"',
  },
  history: { kind: file, required: true, says: 'history.parquet, of the same parts' },
  embeddings: {
    kind: file,
    required: true,
    says: 'article_id and a list of floats, as the published artifacts are',
  },
  articles: {
    kind: file,
    default: null,
    otherwise: 'no such features',
    says: 'articles.parquet; the age of the article becomes a dense feature, its section and type categories',
  },
  ...CHOICES,
});

/** Who bought on an invoice without a customer number: a guest of its own, or nobody. */
export const ANONYMOUS_CHOICES = ['invoice', 'drop'] as const;
export type Anonymous = (typeof ANONYMOUS_CHOICES)[number];

export const ONLINE_RETAIL_SETTINGS = defineSettings({
  purchases: {
    kind: file,
    default: null,
    otherwise: 'the shipped one',
    says: 'purchases.parquet',
  },
  items: { kind: file, default: null, otherwise: 'the shipped one', says: 'items.parquet' },
  anonymous: {
    kind: oneOf(ANONYMOUS_CHOICES),
    default: 'invoice',
    says: 'lines without a customer number, one user for each invoice or left out',
  },
  ...CHOICES,
  ...SAMPLING,
  timeZone: { ...CHOICES.timeZone, default: 'Europe/London' },
  dayHours: { ...CHOICES.dayHours, default: 168 },
  windowHours: { ...SAMPLING.windowHours, default: 72 },
});

/** The data sets of `sid import`, and their settings. */
export const IMPORT_SETS = {
  'online-retail': ONLINE_RETAIL_SETTINGS,
  globo: GLOBO_SETTINGS,
  mind: MIND_SETTINGS,
  ebnerd: EBNERD_SETTINGS,
  table: TABLE_SETTINGS,
} as const;
export type ImportSet = keyof typeof IMPORT_SETS;
