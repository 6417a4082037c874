// What a training begins with: the model of a folder, and how it takes pictures and texts.
import { join } from 'node:path';
import { valuesInGraph } from '../clip/graph-parameters.ts';
import type { StoredParameter } from '../clip/clip-parameters.ts';
import { readEncoders } from '../clip/read-encoders.ts';
import { loadClipTokenizer, readClipProcessor } from '../embed/clip-folder.ts';
import { useThreads } from '../engine/load-engine.ts';
import type { TellingTokenizer } from '../onnx/tokenizer.ts';
import { Rng } from '../util/rng.ts';
import { drawWeights } from './draw-weights.ts';
import type { PairForm } from './clip-pairs.ts';
import { learnedParts } from './learned-parts.ts';
import { LOSSES } from './losses.ts';
import type { TrainClipSettings } from './train-clip-settings.ts';
import { trainerConfig } from './trainer-config.ts';
import { ContrastiveTrainer } from './trainer.ts';
import { BIAS } from './graph-writer.ts';

/** The settings of a training that begins with a CLIP. */
export type ClipTrainingSettings = TrainClipSettings & { readonly clip: string };

export interface OpenedTraining {
  readonly trainer: ContrastiveTrainer;
  readonly tokenize: TellingTokenizer;
  readonly form: PairForm;
  /** Files that decide what comes out, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** @throws UserError if the folder lacks a file, holds another kind of model, or has fewer blocks than are locked */
export function openTraining(config: ClipTrainingSettings): OpenedTraining {
  const { clip: folder, fromScratch, loss, partSize } = config;
  useThreads(config.threads);
  const model = readEncoders(folder, { hasWeights: !fromScratch });
  const { picture, text, pictureSize, tokens } = model;
  const processor = readClipProcessor(folder, pictureSize);
  const { tokenize, files } = loadClipTokenizer(folder, tokens);
  const { start } = LOSSES[loss];
  const stored = fromScratch ? undefined : model.openWeights();
  const drawn = drawWeights([picture, text], start, Rng.fromSeed(config.seed).split('weights'));
  const initial = (parameter: StoredParameter): Float32Array =>
    // Hugging Face's CLIP has no bias of similarities; one that was trained here with the sigmoid loss has.
    stored === undefined || (parameter.name === BIAS && !stored.has(BIAS))
      ? drawn(parameter)
      : valuesInGraph(stored, parameter);
  const trainer = new ContrastiveTrainer(
    {
      encoders: { picture, text },
      ...{ loss, partSize, ...trainerConfig(config) },
      learns: learnedParts({ picture, text }, config),
      recomputesBlocks: config.checkpointBlocks,
    },
    initial,
  );
  const weights = (stored?.paths ?? []).map((path, i) => [`weights ${i + 1}`, path] as const);
  return {
    ...{ trainer, tokenize },
    form: { pixels: processor, textFeeds: text.feeds },
    files: {
      'config.json': join(folder, 'config.json'),
      ...{ ...Object.fromEntries(weights), ...files, ...processor.files },
    },
  };
}
