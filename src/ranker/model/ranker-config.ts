// The settings of a ranker and of its training.
import { resolve } from 'node:path';
import { HELD_OUT_CLICKS } from '../../data/held-out.ts';
import { OPTIMIZER_NAMES } from '../../nn/optimizers/optimizers.ts';
import {
  file,
  flag,
  folder,
  fraction,
  multipleOf,
  nonNegativeInt,
  oneOf,
  positiveInt,
  positiveNumber,
} from '../../schema/kinds.ts';
import { ascendingInts, dayRange, names, widths } from '../../schema/list-kinds.ts';
import { defaultsOf, defineSettings } from '../../schema/settings.ts';
import type { OptionsOf, SettingsOf } from '../../schema/settings.ts';
import { EMBED_NAMES, hasRowPerItem, STRATEGIES } from '../../sid/strategies.ts';
import { setting, UserError } from '../../util/errors.ts';
import { HISTORY_NAMES } from '../history/history-modules.ts';
import type { TableOptimizerName } from '../sparse/table-optimizer.ts';

const TABLE_OPTIMIZERS = [
  'adagrad',
  'row-wise-adagrad',
] as const satisfies readonly TableOptimizerName[];

const RATE_PER = ['row', 'item'] as const;

const WITHOUT_CODES = EMBED_NAMES.filter((name) => !STRATEGIES[name].needsCodes);

const WITH_SHARED_ROWS = { embed: { not: EMBED_NAMES.filter(hasRowPerItem) } };
const WITH_HELD_OUT_DAYS = { heldOutShare: { not: ['0'] } } as const;

/** How a ranker is built and trained (Zheng 2025, section 3). */
export const RANKER_SETTINGS = defineSettings({
  embed: { kind: oneOf(EMBED_NAMES), required: true, says: 'ID-embedding strategy' },
  depth: {
    kind: positiveInt,
    default: null,
    otherwise: 'all levels',
    paper: '3 offline, 5 in production',
    says: 'longest prefix of the strategy prefix',
  },
  numHashes: {
    kind: positiveInt,
    default: null,
    otherwise: '3',
    symbol: 'J',
    says: 'hashes of the strategy multi-hash',
  },
  shuffleCodes: {
    kind: flag,
    default: false,
    says: 'a control: each item gets the semantic ID of another, by the seed',
  },
  history: { kind: oneOf(HISTORY_NAMES), default: 'bypass', says: 'user-history module' },
  rows: {
    kind: positiveInt,
    default: null,
    otherwise: 'by the collision factor',
    symbol: 'H',
    onlyWith: WITH_SHARED_ROWS,
    says: 'rows of the table',
  },
  collisionFactor: {
    kind: positiveNumber,
    default: 3,
    paper: '3',
    onlyWith: { ...WITH_SHARED_ROWS, rows: 'missing' },
    says: 'items over rows',
  },
  historyLength: {
    kind: nonNegativeInt,
    default: 50,
    symbol: 'T',
    paper: 'O(100)',
    says: 'clicks of history at most',
  },
  modelWidth: {
    kind: multipleOf(4),
    default: 32,
    symbol: 'd_m (M)',
    says: 'width of the embeddings; a multiple of 4',
  },
  denseHidden: { kind: widths, default: [64], says: 'hidden layers on the dense features' },
  topHidden: { kind: widths, default: [64, 32], says: 'hidden layers on the interactions' },
  categories: {
    kind: names,
    default: null,
    otherwise: 'all of the corpus',
    isOptionalInRecords: true,
    says: 'categories of the items that the ranker knows; none for none',
  },
  categoryRows: {
    kind: positiveInt,
    default: 4096,
    onlyWith: { categories: { not: ['none'] } },
    isOptionalInRecords: true,
    says: 'rows of the hashed table of each category',
  },
  batchSize: { kind: positiveInt, default: 1024, symbol: 'B', says: 'impressions in a step' },
  optimizer: { kind: oneOf(OPTIMIZER_NAMES), default: 'adagrad', says: 'for the dense weights' },
  learningRate: { kind: positiveNumber, default: 0.02, says: 'of the dense weights' },
  tableOptimizer: { kind: oneOf(TABLE_OPTIMIZERS), default: 'adagrad', says: 'for the table' },
  tableLearningRate: { kind: positiveNumber, default: 0.02, says: 'of the table' },
  tableRatePer: {
    kind: oneOf(RATE_PER),
    default: 'row',
    // Adagrad's first step is the rate at each of an item's J rows, so J times the rate at the item (decision 019).
    says: 'whose rate that is; of an item, each of its J rows has 1/J of it',
  },
  initialScale: {
    kind: positiveNumber,
    default: 0.02,
    // A row gets this over sqrt(J), so that all strategies begin alike.
    says: 'standard deviation of an untrained item embedding',
  },
  heldOutShare: {
    kind: fraction,
    default: 0.1,
    says: 'share of user-days that no model trains on',
  },
  heldOutSeed: {
    kind: nonNegativeInt,
    default: 1,
    onlyWith: WITH_HELD_OUT_DAYS,
    says: 'seed of that share; the same for all that is compared',
  },
  heldOutClicks: {
    kind: oneOf(HELD_OUT_CLICKS),
    default: 'in-history',
    onlyWith: WITH_HELD_OUT_DAYS,
    says: 'whether clicks of those user-days enter histories, in training and after',
  },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of weights and hashes' },
});
export type RankerConfig = SettingsOf<typeof RANKER_SETTINGS>;

/** What is not said otherwise, with the paper's strategy. */
export const DEFAULT_RANKER_CONFIG: RankerConfig = {
  ...defaultsOf(RANKER_SETTINGS),
  embed: 'prefix',
};

/** All settings of `sid train-ranker`: the ranker, and the data that it is trained on. */
export const RANKER_RUN_SETTINGS = defineSettings({
  corpus: { kind: folder, required: true, says: 'corpus folder' },
  sids: {
    kind: file,
    default: null,
    says: `semantic IDs from sid assign; not needed by ${WITHOUT_CODES.join(' and ')}`,
  },
  days: { kind: dayRange, required: true, says: 'days to train on, counted from 1' },
  keepDays: { kind: ascendingInts, computed: 'the last', says: 'keep the model after these days' },
  ...RANKER_SETTINGS,
});

/** The config in the run record of a `sid train-ranker`; its paths are absolute. */
export type RankerRunConfig = SettingsOf<typeof RANKER_RUN_SETTINGS>;

/** With kept days and absolute paths. @throws UserError for kept days that are not trained on */
export function completeRankerRun(options: OptionsOf<typeof RANKER_RUN_SETTINGS>): RankerRunConfig {
  const { corpus, sids, days } = options;
  const keepDays = options.keepDays ?? [days.to];
  const outside = keepDays.find((day) => day < days.from || day > days.to);
  if (outside !== undefined) {
    throw new UserError(
      `${setting('keepDays')} ${outside} is not among ${setting('days')} ${days.from}-${days.to}`,
    );
  }
  return {
    ...options,
    corpus: resolve(corpus),
    sids: sids === null ? null : resolve(sids),
    keepDays,
  };
}
