// `sid train-rqvae`.
import { Command } from 'commander';
import { resolve } from 'node:path';
import { NORMALIZATION_NAMES } from '../../quantizer/model/normalization.ts';
import {
  DEFAULT_RQ_VAE_CONFIG,
  OPTIMIZER_NAMES,
  QUANTIZER_NAMES,
} from '../../quantizer/model/rq-vae-config.ts';
import type { EpochMetrics } from '../../quantizer/train/epoch-metrics.ts';
import type { RqVaeConfig } from '../../quantizer/model/rq-vae-config.ts';
import type { TrainedQuantizer } from '../../quantizer/train/train-quantizer.ts';
import { UserError } from '../../util/errors.ts';
import { collisionsToJson, describeCollisions, levelTable } from '../print/describe-codes.ts';
import { embeddingsPath } from '../frame/embeddings-input.ts';
import type { EmbeddingsOptions } from '../frame/embeddings-input.ts';
import { addExamples } from '../frame/help.ts';
import {
  parseFraction,
  parseNonNegativeInt,
  parseNonNegativeNumber,
  parseOneOf,
  parsePositiveInt,
  parsePositiveNumber,
  parseWidths,
} from '../frame/options.ts';
import { finishFolder, startFolder } from '../frame/resumable-folder.ts';
import type { ResumableOptions } from '../frame/resumable-folder.ts';
import { defineCommand, peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { logEpochs, openTensorboard } from '../frame/tensorboard.ts';

type TrainRqVaeOptions = Partial<RqVaeConfig> &
  EmbeddingsOptions &
  ResumableOptions & { readonly tensorboard?: string };

/** `sid train-rqvae`: item embeddings -> RQ-VAE. */
export function createTrainRqVaeCommand(): Command {
  const d = DEFAULT_RQ_VAE_CONFIG;
  const command = new Command('train-rqvae')
    .description(
      'train the RQ-VAE that turns item embeddings into semantic IDs\n\n' +
        'Writes best.safetensors (least validation loss), last.safetensors and run.json. ' +
        'The embeddings are held in memory: 4 bytes for each float.',
    )
    .option('--corpus <dir>', 'corpus folder')
    .option('--embeddings <file>', 'or: Arrow file with columns item_id and embedding')
    .requiredOption('--out <dir>', 'folder to write')
    .option(
      '--quantizer <name>',
      `${QUANTIZER_NAMES.join(', ')}; the second has no encoder: k-means on the embeddings`,
      parseOneOf(QUANTIZER_NAMES),
      d.quantizer,
    )
    .option('--levels <n>', 'L, codebooks', parsePositiveInt, d.levels)
    .option('--codebook-size <n>', 'K, vectors of each codebook', parsePositiveInt, d.codebookSize)
    .option(
      '--epochs <n>',
      'passes over the items (default: 2,000 steps, at least 10)',
      parsePositiveInt,
    )
    .option('--batch-size <n>', 'items a step (default: 2048, or less for few)', parsePositiveInt)
    .option(
      '--optimizer <name>',
      OPTIMIZER_NAMES.join(', '),
      parseOneOf(OPTIMIZER_NAMES),
      d.optimizer,
    )
    .option('--learning-rate <n>', 'its rate', parsePositiveNumber, d.learningRate)
    .option(
      '--commitment-weight <n>',
      'beta of the loss',
      parseNonNegativeNumber,
      d.commitmentWeight,
    )
    .option(
      '--hidden <list>',
      'hidden layers of the encoder, or none; the decoder has them in reverse',
      parseWidths,
      [...d.hidden],
    )
    .option(
      '--latent-width <n>',
      'floats of a latent and of a code',
      parsePositiveInt,
      d.latentWidth,
    )
    .option(
      '--normalize <name>',
      `of the embeddings: ${NORMALIZATION_NAMES.join(', ')}`,
      parseOneOf(NORMALIZATION_NAMES),
      d.normalize,
    )
    .option('--validation-share <n>', 'share of items held out', parseFraction, d.validationShare)
    .option(
      '--kmeans-rounds <n>',
      'rounds of k-means for each codebook, at most',
      parsePositiveInt,
      d.kmeansRounds,
    )
    .option(
      '--kmeans-items-per-code <n>',
      'items that k-means works on, for each code of a codebook',
      parsePositiveInt,
      d.kmeansItemsPerCode,
    )
    .option(
      '--restart-after <n>',
      'a code not used in n K items starts anew; 0: never',
      parseNonNegativeNumber,
      d.restartAfter,
    )
    .option(
      '--seed <n>',
      'seed of weights, shuffles and held-out items',
      parseNonNegativeInt,
      d.seed,
    )
    .option('--tensorboard <dir>', 'also write training curves there, for TensorBoard')
    .option('--resume', 'go on from the checkpoint of an interrupted run')
    .option('--force', 'replace what --out holds');
  addExamples(command, [
    'sid train-rqvae --corpus data/retail --codebook-size 64 --out runs/rqvae',
    'sid train-rqvae --embeddings items.arrow --levels 3 --codebook-size 2048 --out runs/rqvae',
  ]);
  return defineCommand<TrainRqVaeOptions>(command, trainRqVaeCommand);
}

async function trainRqVaeCommand(options: TrainRqVaeOptions, run: RunContext): Promise<void> {
  const embeddings = embeddingsPath(options);
  const { tensorboard } = options;
  if (tensorboard !== undefined && options.quantizer === 'residual-kmeans') {
    throw new UserError('--tensorboard shows epochs, and residual-kmeans has none; leave it out');
  }
  const folder = startFolder(options);
  const [{ readItemEmbeddings }, { completeRqVaeConfig }, items, { Rng }] = await Promise.all([
    import('../../artifacts/item-embeddings.ts'),
    import('../../quantizer/model/rq-vae-config.ts'),
    import('../../quantizer/train/training-items.ts'),
    import('../../util/rng.ts'),
  ]);
  const all = await readItemEmbeddings(embeddings);
  const numItems = all.itemIds.length;
  const config = completeRqVaeConfig(
    givenConfig(options),
    items.numTrainingItems(numItems, options.validationShare ?? 0),
  );
  const prepared = items.prepareItems(all, {
    ...config,
    rng: Rng.fromSeed(config.seed).split('items'),
  });
  const [{ trainQuantizer }, { bestEpoch }] = await Promise.all([
    import('../../quantizer/train/train-quantizer.ts'),
    import('../../quantizer/train/epoch-metrics.ts'),
  ]);
  const onEpoch = tensorboard === undefined ? undefined : logEpochs(openTensorboard(tensorboard));
  const startSeconds = run.elapsedSeconds();
  const trained = await trainQuantizer({
    config,
    items: prepared,
    settings: { ...config, embeddings: resolve(embeddings), numItems, width: all.width },
    folder,
    resume: options.resume === true,
    onEpoch,
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
  });
  const seconds = run.elapsedSeconds() - startSeconds;
  const metrics = {
    items: numItems,
    validation_items: prepared.validation.length,
    items_per_second: Math.round(trained.itemsTrained / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
    ...resultOf(trained, bestEpoch(trained.history)),
  };
  const record = { ...metrics, history: trained.history };
  await run.record(folder, { config, seed: config.seed, inputs: { embeddings }, metrics: record });
  finishFolder(folder, options);
  run.result({ out: options.out, ...metrics }, describe(trained, metrics, config, options.out));
}

/** The flags that are settings of the quantiser. */
function givenConfig(options: TrainRqVaeOptions): Partial<RqVaeConfig> {
  const keys = [...Object.keys(DEFAULT_RQ_VAE_CONFIG), 'epochs', 'batchSize'];
  const entries = Object.entries(options).filter(([key]) => keys.includes(key));
  return Object.fromEntries(entries);
}

function resultOf(
  { history, measures, explainedVariance }: TrainedQuantizer,
  best: EpochMetrics | undefined,
): Record<string, unknown> {
  const last = history.at(-1);
  return {
    epochs: history.length,
    train_loss: last?.train_loss ?? null,
    validation_loss: last?.validation_loss ?? null,
    best_epoch: best?.epoch ?? null,
    best_validation_loss: best?.validation_loss ?? null,
    // Of the best model, on all items.
    loss: measures.loss.loss,
    reconstruction: measures.loss.reconstruction,
    explained_variance: explainedVariance,
    levels: measures.levels.map((level, i) => ({
      ...level,
      residual_norm: Math.sqrt(measures.loss.residualSquares_L[i]),
    })),
    ...collisionsToJson(measures.collisions),
  };
}

function describe(
  { measures, history, explainedVariance }: TrainedQuantizer,
  metrics: { readonly items_per_second: number; readonly seconds: number },
  config: RqVaeConfig,
  out: string,
): string {
  const levels = measures.levels.map((level, i) => ({
    ...level,
    residualNorm: Math.sqrt(measures.loss.residualSquares_L[i]),
  }));
  return [
    levelTable(levels, config.codebookSize),
    `explained variance ${(100 * explainedVariance).toFixed(1)} %; ` +
      describeCollisions(measures.collisions),
    `${history.length} epochs in ${metrics.seconds.toFixed(1)} s ` +
      `(${metrics.items_per_second} items/s); models in ${out}`,
  ].join('\n\n');
}
