import { Command } from 'commander';
import { resolve } from 'node:path';
import { limitThreads } from '../engine/load-engine.ts';
import { HISTORY_NAMES } from '../ranker/history/history-names.ts';
import { DEFAULT_RANKER_CONFIG } from '../ranker/ranker-config.ts';
import type { RankerConfig } from '../ranker/ranker-config.ts';
import type { RankerRunConfig } from '../ranker/saved-ranker.ts';
import { EMBED_NAMES } from '../sid/item-rows.ts';
import { UserError } from '../util/errors.ts';
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
import { finishFolder, startFolder } from './resumable-folder.ts';
import { defineCommand, peakMemoryMb } from './run-command.ts';
import type { RunContext } from './run-command.ts';
import { logTraining, openTensorboard } from './tensorboard.ts';

interface TrainRankerOptions extends Partial<Omit<RankerConfig, 'embed' | 'depth' | 'rows'>> {
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

/** `sid train-ranker`: one pass over the days in time order. */
export function createTrainRankerCommand(): Command {
  const d = DEFAULT_RANKER_CONFIG;
  const command = new Command('train-ranker')
    .description('train a click ranker in one pass over the days, in time order')
    .requiredOption('--corpus <dir>', 'corpus folder')
    .option('--sids <file>', 'semantic IDs from sid assign; not needed by individual and random')
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
  return defineCommand<TrainRankerOptions>(command, trainRankerCommand);
}

async function trainRankerCommand(options: TrainRankerOptions, run: RunContext): Promise<void> {
  const config = toRunConfig(options);
  const folder = startFolder(options);
  // The kernels do the work, with as many threads as there are and the same bits from any number of them. What is
  // left to TensorFlow is small: a second thread costs more than it brings there (docs/lab-log.md), and sums in
  // another order, so that a figure would depend on how many trials ran beside it.
  limitThreads(1);
  const [{ openRankerInputs }, { trainRanker }] = await Promise.all([
    import('../ranker/ranker-inputs.ts'),
    import('../ranker/train-ranker.ts'),
  ]);
  const inputs = await openRankerInputs(config.corpus, config.sids ?? undefined, config);
  if (inputs.itemRows.warning !== undefined) run.warn(inputs.itemRows.warning);
  const { tensorboard } = options;
  const log =
    tensorboard === undefined
      ? undefined
      : logTraining(openTensorboard(tensorboard), run.elapsedSeconds);
  const startSeconds = run.elapsedSeconds();
  const days = await trainRanker({
    config,
    inputs,
    folder,
    resume: options.resume === true,
    log,
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
  });
  const seconds = run.elapsedSeconds() - startSeconds;
  const impressions = days.reduce((sum, day) => sum + day.impressions, 0);
  const metrics = {
    table_rows: inputs.itemRows.numRows,
    tokens_per_item: inputs.itemRows.tokensPerItem,
    impressions,
    examples_per_second: Math.round(impressions / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
    days,
  };
  const paths = { corpus: config.corpus, ...(config.sids === null ? {} : { sids: config.sids }) };
  await run.record(folder, { config, seed: config.seed, inputs: paths, metrics });
  finishFolder(folder, options);
  const last = days[days.length - 1];
  run.result(
    { out: options.out, embed: config.embed, ...metrics },
    `${config.embed}: ${impressions} impressions in ${seconds.toFixed(1)} s ` +
      `(${metrics.examples_per_second}/s), NE of the last day while training ${last.ne.toFixed(4)}\n` +
      `models after day ${config.keepDays.join(', ')} in ${options.out}`,
  );
}

function toRunConfig(options: TrainRankerOptions): RankerRunConfig {
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
