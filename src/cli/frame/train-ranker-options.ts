// The flags of `sid train-ranker`.
import { Command } from 'commander';
import { resolve } from 'node:path';
import { HISTORY_NAMES } from '../../ranker/history/history-names.ts';
import { DEFAULT_RANKER_CONFIG } from '../../ranker/model/ranker-config.ts';
import type { RankerConfig } from '../../ranker/model/ranker-config.ts';
import type { RankerRunConfig } from '../../ranker/model/saved-ranker.ts';
import { EMBED_NAMES, STRATEGIES } from '../../sid/strategies.ts';
import { UserError } from '../../util/errors.ts';
import {
  parseDays,
  parseFraction,
  parseIntList,
  parseNonNegativeInt,
  parseOneOf,
  parsePositiveInt,
  parsePositiveNumber,
  parseWidths,
} from './options.ts';
import type { DayRange } from './options.ts';

/** What `sid train-ranker` was given; a flag without a default is missing where it was not. */
export interface TrainRankerOptions extends Partial<
  Omit<RankerConfig, 'embed' | 'depth' | 'rows'>
> {
  corpus: string;
  sids?: string;
  embed: RankerConfig['embed'];
  depth?: number;
  rows?: number;
  days: DayRange;
  keepDays?: number[];
  out: string;
  tensorboard?: string;
  resume?: true;
  force?: true;
}

const OPTIMIZERS = ['adagrad', 'adam', 'sgd'] as const;
const TABLE_OPTIMIZERS = ['adagrad', 'row-wise-adagrad'] as const;

/** The command with its flags, without an action. */
export function describeTrainRanker(): Command {
  const d = DEFAULT_RANKER_CONFIG;
  return new Command('train-ranker')
    .description('train a click ranker in one pass over the days, in time order')
    .requiredOption('--corpus <dir>', 'corpus folder')
    .option(
      '--sids <file>',
      `semantic IDs from sid assign; not needed by ${EMBED_NAMES.filter((name) => !STRATEGIES[name].needsCodes).join(' and ')}`,
    )
    .requiredOption(
      '--embed <name>',
      `ID-embedding strategy: ${EMBED_NAMES.join(', ')}`,
      parseOneOf(EMBED_NAMES),
    )
    .option(
      '--depth <n>',
      'longest prefix of --embed prefix (default: all levels)',
      parsePositiveInt,
    )
    .option(
      '--history <name>',
      `user-history module: ${HISTORY_NAMES.join(', ')}`,
      parseOneOf(HISTORY_NAMES),
      d.history,
    )
    .requiredOption('--days <from-to>', 'days to train on, counted from 1', parseDays)
    .option(
      '--keep-days <list>',
      'keep the model after these days (default: the last)',
      parseIntList,
    )
    .option(
      '--rows <n>',
      'H, rows of the table (default: by the collision factor)',
      parsePositiveInt,
    )
    .option('--collision-factor <n>', 'items over rows', parsePositiveNumber, d.collisionFactor)
    .option(
      '--history-length <n>',
      'T, clicks of history at most',
      parseNonNegativeInt,
      d.historyLength,
    )
    .option(
      '--model-width <n>',
      'd_m, width of the embeddings; a multiple of 4',
      parsePositiveInt,
      d.modelWidth,
    )
    .option(
      '--dense-hidden <list>',
      'hidden layers on the dense features',
      parseWidths,
      d.denseHidden,
    )
    .option('--top-hidden <list>', 'hidden layers on the interactions', parseWidths, d.topHidden)
    .option('--batch-size <n>', 'impressions in a step', parsePositiveInt, d.batchSize)
    .option(
      '--optimizer <name>',
      `for the dense weights: ${OPTIMIZERS.join(', ')}`,
      parseOneOf(OPTIMIZERS),
      d.optimizer,
    )
    .option('--learning-rate <x>', 'of the dense weights', parsePositiveNumber, d.learningRate)
    .option(
      '--table-optimizer <name>',
      `for the table: ${TABLE_OPTIMIZERS.join(', ')}`,
      parseOneOf(TABLE_OPTIMIZERS),
      d.tableOptimizer,
    )
    .option('--table-learning-rate <x>', 'of the table', parsePositiveNumber, d.tableLearningRate)
    .option(
      '--initial-scale <x>',
      'standard deviation of an untrained embedding',
      parsePositiveNumber,
      d.initialScale,
    )
    .option(
      '--held-out-share <x>',
      'share of user-days that no model trains on',
      parseFraction,
      d.heldOutShare,
    )
    .option('--held-out-seed <n>', 'seed of that share', parseNonNegativeInt, d.heldOutSeed)
    .requiredOption('--out <dir>', 'run folder to write')
    .option('--seed <n>', 'seed of weights and hashes', parseNonNegativeInt, d.seed)
    .option('--tensorboard <dir>', 'also write training curves there, for TensorBoard')
    .option('--resume', 'go on from the checkpoint of an interrupted run')
    .option('--force', 'replace what --out holds');
}

/**
 * Reads a command line as `sid train-ranker` does.
 *
 * @param words after `sid`, "train-ranker" first
 * @throws CommanderError or UserError where that would complain
 */
export function parseTrainRanker([, ...flags]: readonly string[]): TrainRankerOptions {
  const command = describeTrainRanker()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .parse(flags, { from: 'user' });
  return command.opts<TrainRankerOptions>();
}

/** All settings, with defaults and absolute paths. @throws UserError for kept days that are not trained on */
export function toRunConfig(options: TrainRankerOptions): RankerRunConfig {
  const { corpus, sids, depth, rows, days, keepDays } = options;
  const given = Object.fromEntries(
    Object.keys(DEFAULT_RANKER_CONFIG)
      .map((key) => [key, options[key as keyof TrainRankerOptions]] as const)
      .filter(([, value]) => value !== undefined),
  ) as Partial<RankerConfig>;
  const kept = keepDays ?? [days.to];
  const outside = kept.find((day) => day < days.from || day > days.to);
  if (outside !== undefined) {
    throw new UserError(`--keep-days ${outside} is not among --days ${days.from}-${days.to}`);
  }
  return {
    ...DEFAULT_RANKER_CONFIG,
    ...given,
    depth: depth ?? null,
    rows: rows ?? null,
    corpus: resolve(corpus),
    sids: sids === undefined ? null : resolve(sids),
    days,
    keepDays: kept,
  };
}
