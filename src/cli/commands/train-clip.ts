// `sid train-clip`.
import { join } from 'node:path';
import { bestClipEpoch } from '../../contrastive/clip-epoch.ts';
import { openClipLearner } from '../../contrastive/clip-learner.ts';
import { trainClip } from '../../contrastive/contrastive-training.ts';
import { openHeadLearner } from '../../contrastive/heads/head-learner.ts';
import type { OpenedLearner, ReadPairs } from '../../contrastive/learner.ts';
import { TRAIN_CLIP_SETTINGS, trainClipConfig } from '../../contrastive/train-clip-settings.ts';
import type { TrainClipSettings } from '../../contrastive/train-clip-settings.ts';
import type { ContrastiveTrainer } from '../../contrastive/trainer.ts';
import { TEXT_ROWS } from '../../describe/text-rows.ts';
import { createCheckpointClock } from '../../experiments/checkpoint-clock.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { BOX_ROWS } from '../../grounding/box-rows.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { planBatches } from '../../pairs/pair-order.ts';
import { splitPairs } from '../../pairs/split-pairs.ts';
import type { PairSplit } from '../../pairs/split-pairs.ts';
import { trainClipRecord } from '../../records/train-clip-record.ts';
import type { TrainClipMetrics } from '../../records/train-clip-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { numValues } from '../../util/num-values.ts';
import { numberedInputs, runOverCatalog } from '../frame/catalog-run.ts';
import type { OpenedRun } from '../frame/catalog-run.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { logClipEpochs, openTensorboard } from '../frame/tensorboard.ts';
import { describeClipTraining, describePairs } from '../print/describe-clip-training.ts';
import { problemLines } from '../print/problem-lines.ts';
import { warningsOfTraining } from '../print/warnings-of-training.ts';

type TrainClipOptions = OptionsOf<typeof TRAIN_CLIP_SETTINGS & typeof TRAINING_OUT>;

/** Pictures and texts -> CLIP, or heads on features of both. */
export async function trainClipCommand(options: TrainClipOptions, run: RunContext): Promise<void> {
  const config = trainClipConfig(valuesOf(TRAIN_CLIP_SETTINGS, options));
  const folder = await startRun(options, run.say);
  let opened: OpenedLearner | undefined;
  try {
    opened = openLearner(config);
    await trainIn(folder, opened, { options, config }, run);
  } finally {
    opened?.dispose();
    folder.leave();
  }
}

function openLearner(config: TrainClipSettings): OpenedLearner {
  const { clip, pictureFeatures, textFeatures } = config;
  if (clip !== null) return openClipLearner({ ...config, clip });
  if (pictureFeatures !== null && textFeatures !== null) {
    return openHeadLearner({ ...config, pictureFeatures, textFeatures });
  }
  throw new Error('neither a CLIP nor features');
}

/** What was given, and the settings that follow. */
interface Chosen {
  readonly options: TrainClipOptions;
  readonly config: TrainClipSettings;
}

async function trainIn(
  folder: RunFolder,
  opened: OpenedLearner,
  { options, config }: Chosen,
  run: RunContext,
): Promise<void> {
  const job = {
    ...{ kind: trainClipRecord, table: TRAIN_CLIP_SETTINGS, config, seed: config.seed },
    inputs: {
      // Heads look at no pictures.
      ...numberedInputs('boxes', config.clip === null ? null : config.boxes, BOX_ROWS.name),
      ...numberedInputs('texts', config.texts, TEXT_ROWS.name),
      ...opened.files,
    },
    async work({ catalog, database, begun }: OpenedRun) {
      const pairs = await opened.readPairs({
        ...{ database, catalog, folder: folder.path },
        ...{ onProgress: run.onProgress, shouldStop: run.shouldStop },
      });
      try {
        const metrics = await trainOn(pairs, { folder, config, options, begun }, run);
        return { metrics, problems: pairs.rows.problems };
      } finally {
        pairs.close();
      }
    },
    describe: (metrics: TrainClipMetrics, problems: readonly ItemProblem[]) =>
      [
        ...problemLines(options.out, problems, 'kept'),
        describeClipTraining(metrics, config, options.out),
      ].join('\n'),
  };
  await runOverCatalog(folder, options.out, job, run);
}

interface Work extends Chosen {
  readonly folder: RunFolder;
  readonly begun: OpenedRun['begun'];
}

async function trainOn(
  pairs: ReadPairs,
  { folder, config, options, begun }: Work,
  run: RunContext,
): Promise<TrainClipMetrics> {
  const split = splitPairs(pairs.rows, config);
  run.say(describePairs(pairs, split));
  const { trainer, source, write, finish } = pairs.learn(split);
  const startSeconds = run.elapsedSeconds();
  const { tensorboard } = options;
  const { history, pairsTrained } = await trainClip({
    ...{ config, trainer, source, split, folder: folder.path, resume: options.resume },
    settings: { ...begun, pairs: pairs.rows.hash },
    writeModel: (which) => write(which === 'best' ? folder.path : join(folder.path, 'last')),
    onEpoch: tensorboard === null ? undefined : logClipEpochs(openTensorboard(tensorboard)),
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
    isCheckpointDue: createCheckpointClock(options.checkpointMinutes),
  });
  const seconds = run.elapsedSeconds() - startSeconds;
  await finish(folder.path);
  for (const line of warningsOfTraining(history, config, options.out)) run.warn(line);
  return {
    ...figuresOf(pairs, split, config),
    ...sizesOf(trainer),
    items_per_second: pairsTrained / seconds,
    ...{ seconds, peak_memory_mb: peakMemoryMb() },
    best_epoch: bestClipEpoch(history, config.selectedBy).epoch,
    history: [...history],
  };
}

function figuresOf({ rows, numCut }: ReadPairs, split: PairSplit, config: TrainClipSettings) {
  return {
    pairs: rows.itemIds.length,
    problems: rows.problems.length,
    cut_texts: numCut,
    groups: rows.numGroups,
    train_pairs: split.train.length,
    held_out_pairs: split.heldOut.length,
    evaluated_pairs: split.evaluated.length,
    known_texts: split.known.texts,
    known_pictures: split.known.pictures,
    steps_per_epoch: planBatches(split.train.length, config).numBatches,
  };
}

function sizesOf(trainer: ContrastiveTrainer) {
  const count = (parameters: readonly { readonly shape: readonly number[] }[]): number =>
    parameters.reduce((sum, { shape }) => sum + numValues(shape), 0);
  return {
    parameters: count(trainer.parameters.map(({ variable }) => variable)),
    learned_parameters: count(trainer.learned.map(({ variable }) => variable)),
  };
}
