// `sid train-rqvae`.
import { resolve } from 'node:path';
import { EMBEDDING_COLUMN_SETTINGS } from '../../artifacts/embedding-columns.ts';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { readEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { assertItemsEmbedded } from '../../experiments/assert-items-embedded.ts';
import { createCheckpointClock } from '../../experiments/checkpoint-clock.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { readKnownItems } from '../../experiments/read-known-items.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { aboutQuantizer } from '../../quantizer/model/quantizer-table.ts';
import { completeRqVaeConfig } from '../../quantizer/model/complete-rq-vae-config.ts';
import { codebookSizesOf, RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import type { RqVaeConfig } from '../../quantizer/model/rq-vae-config.ts';
import { embeddingsPath } from '../../quantizer/quantizer-inputs.ts';
import type { EMBEDDINGS_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { findCollapsed } from '../../quantizer/train/collapse-alarm.ts';
import { bestEpoch } from '../../quantizer/train/epoch-metrics.ts';
import type { EpochMetrics } from '../../quantizer/train/epoch-metrics.ts';
import { trainQuantizer } from '../../quantizer/train/train-quantizer.ts';
import type { TrainedQuantizer } from '../../quantizer/train/train-quantizer.ts';
import { numTrainingItems, prepareItems } from '../../quantizer/train/training-items.ts';
import { describeCollapse } from '../../records/collapse-words.ts';
import type { RecordOf } from '../../records/run-record.ts';
import { trainRqVaeRecord } from '../../records/train-rqvae-record.ts';
import type { TrainRqVaeMetrics } from '../../records/train-rqvae-record.ts';
import { flagOf, valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { nameSettings, UserError } from '../../util/errors.ts';
import { Rng } from '../../util/rng.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { logEpochs, openTensorboard } from '../frame/tensorboard.ts';
import { collisionsToJson, describeCollisions, levelTable } from '../print/describe-codes.ts';

type TrainRqVaeOptions = OptionsOf<
  typeof EMBEDDINGS_SETTINGS & typeof RQ_VAE_SETTINGS & typeof TRAINING_OUT
>;

/** Item embeddings -> RQ-VAE. */
export async function trainRqVae(options: TrainRqVaeOptions, run: RunContext): Promise<void> {
  trainingEmbeddings(options);
  if (options.days !== null && options.corpus === null) {
    throw new UserError('--days are those of a corpus; give --corpus, not --embeddings');
  }
  const { tensorboard, quantizer } = options;
  if (tensorboard !== null && aboutQuantizer(quantizer).isTrained !== true) {
    throw new UserError(`--tensorboard shows epochs, and ${quantizer} has none; leave it out`);
  }
  const folder = await startRun(options, run.say);
  try {
    await trainIn(folder, options, run);
  } finally {
    folder.leave();
  }
}

/** With days the two may be given together: which items were shown is the corpus's, what they are like the file's. */
function trainingEmbeddings(options: TrainRqVaeOptions): string {
  const { corpus, embeddings, days } = options;
  return corpus !== null && days !== null && embeddings !== null
    ? embeddingsFileAt(embeddings)
    : embeddingsPath(options);
}

async function trainIn(
  folder: RunFolder,
  options: TrainRqVaeOptions,
  run: RunContext,
): Promise<void> {
  const embeddings = trainingEmbeddings(options);
  const { tensorboard, corpus, days } = options;
  const all = await readEmbeddings(embeddings, options, run.shouldStop);
  const numItems = all.itemIds.length;
  if (corpus !== null && options.embeddings !== null) {
    await assertItemsEmbedded(corpus, all.itemIds, embeddings);
  }
  const known =
    corpus === null || days === null
      ? Int32Array.from({ length: numItems }, (_, item) => item)
      : await readKnownItems(corpus, days, all.itemIds, run.onProgress);
  const config = completeRqVaeConfig(
    valuesOf(RQ_VAE_SETTINGS, options),
    numTrainingItems(known.length, options.validationShare),
  );
  const columns = valuesOf(EMBEDDING_COLUMN_SETTINGS, options);
  const inputs = { embeddings, ...(corpus === null || days === null ? {} : { corpus }) };
  if (folder.isFinished) {
    await showFinished(options.out, { config: { ...columns, ...config }, inputs }, run);
    return;
  }
  const rng = Rng.fromSeed(config.seed).split('items');
  const prepared = prepareItems(all, { ...config, known, rng });
  const onEpoch = tensorboard === null ? undefined : logEpochs(openTensorboard(tensorboard));
  const startSeconds = run.elapsedSeconds();
  const trained = await trainQuantizer({
    config,
    items: prepared,
    settings: {
      ...{ ...config, embeddings: resolve(embeddings), numItems, width: all.width },
      ...{ ...columns, numKnown: known.length },
    },
    folder: folder.path,
    resume: options.resume,
    onEpoch,
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
    isCheckpointDue: createCheckpointClock(options.checkpointMinutes),
  });
  const seconds = run.elapsedSeconds() - startSeconds;
  const collapsed = findCollapsed(trained.measures.levels, numItems, config);
  for (const level of collapsed) run.warn(nameSettings(describeCollapse(level), flagOf));
  const metrics: TrainRqVaeMetrics = {
    items: numItems,
    known_items: known.length,
    validation_items: prepared.validation.length,
    items_per_second: Math.round(trained.itemsTrained / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
    codebook_sizes: [...codebookSizesOf(config)],
    collapsed,
    ...resultOf(trained, bestEpoch(trained.history, config.bestBy)),
  };
  const recorded = { config: { ...columns, ...config }, seed: config.seed, inputs, metrics };
  await run.record(trainRqVaeRecord, folder.path, recorded);
  folder.finish();
  run.result(shown(options.out, metrics), describe(trained, metrics, config, options.out));
}

async function showFinished(
  out: string,
  now: {
    readonly config: RecordOf<typeof trainRqVaeRecord>['config'];
    readonly inputs: Readonly<Record<string, string>>;
  },
  run: RunContext,
): Promise<void> {
  const { metrics } = await assertSameRun(trainRqVaeRecord, out, now);
  run.say(`${out} holds this run, finished: nothing to do`);
  run.result(shown(out, metrics), '');
}

/** With --json: all but the epochs. */
function shown(out: string, metrics: TrainRqVaeMetrics): object {
  return { out, ...metrics, history: undefined };
}

function resultOf(
  { history, measures, explainedVariance }: TrainedQuantizer,
  best: EpochMetrics | undefined,
) {
  const last = history.at(-1);
  return {
    epochs: last?.epoch ?? 0,
    train_loss: last?.train_loss ?? NaN,
    validation_loss: last?.validation_loss ?? NaN,
    best_epoch: best?.epoch ?? null,
    best_validation_loss: best?.validation_loss ?? NaN,
    // Of the best model, on all items.
    loss: measures.loss.loss,
    reconstruction: measures.loss.reconstruction,
    explained_variance: explainedVariance,
    levels: measures.levels.map((level, i) => ({
      ...level,
      residual_norm: Math.sqrt(measures.loss.residualSquares_L[i]),
    })),
    ...collisionsToJson(measures.collisions),
    history,
  };
}

function describe(
  { measures, explainedVariance }: TrainedQuantizer,
  metrics: TrainRqVaeMetrics,
  config: RqVaeConfig,
  out: string,
): string {
  const levels = measures.levels.map((level, i) => ({
    ...level,
    residualNorm: Math.sqrt(measures.loss.residualSquares_L[i]),
  }));
  return [
    levelTable(levels, metrics.codebook_sizes),
    ...(metrics.known_items === metrics.items
      ? []
      : [`learned from ${metrics.known_items} of ${metrics.items} items, those shown on its days`]),
    `explained variance ${(100 * explainedVariance).toFixed(1)} %; ` +
      describeCollisions(measures.collisions),
    `${metrics.epochs} epochs${endedEarly(metrics, config)} in ${metrics.seconds.toFixed(1)} s ` +
      `(${metrics.items_per_second} items/s); models in ${out}`,
  ].join('\n\n');
}

/** " of 67, since none was better by loss after 12" */
function endedEarly({ epochs, best_epoch }: TrainRqVaeMetrics, config: RqVaeConfig): string {
  if (best_epoch === null || epochs === config.epochs) return '';
  return ` of ${config.epochs}, since none was better by ${config.bestBy} after ${best_epoch}`;
}
