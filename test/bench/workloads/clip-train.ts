import { openModelWeights } from '../../../src/artifacts/model-weights.ts';
import { readClipConfig } from '../../../src/clip/clip-config.ts';
import { pictureEncoder, textEncoder, textInputs } from '../../../src/clip/graph-encoders.ts';
import { valuesInGraph } from '../../../src/clip/graph-parameters.ts';
import { ContrastiveTrainer } from '../../../src/contrastive/trainer.ts';
import type { PairInputs } from '../../../src/contrastive/trainer.ts';
import { useThreads } from '../../../src/engine/load-engine.ts';
import { tf } from '../../../src/engine/tf.ts';
import { readClipInputs } from './clip-inputs.ts';
import type { Workload } from './workload.ts';

const THREADS = 2;

/**
 * Steps of full fine-tuning on one batch.
 *
 * @param words the rate, and "again" where blocks are computed again on the way back; as `pytorch/clip_train.py`
 */
export function createClipTrain(folder: string, [rate, again]: readonly string[]): Workload {
  useThreads(THREADS);
  const config = readClipConfig(folder);
  const stored = openModelWeights(folder);
  const trainer = new ContrastiveTrainer(
    {
      encoders: { picture: pictureEncoder(config), text: textEncoder(config) },
      loss: 'infonce',
      learns: () => true,
      recomputesBlocks: again !== undefined,
      mostLogScale: Math.log(100),
      adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 },
      decay: 0.1,
      partSize: null,
    },
    (parameter) => valuesInGraph(stored, parameter),
  );
  const pairs = readPairs(folder);
  let step = 0;
  return { step: () => trainer.step(pairs, { step: ++step, rate: Number(rate) }) };
}

/** As many texts as there are pictures. */
function readPairs(folder: string): PairInputs {
  const { vision, text } = readClipConfig(folder);
  const { pixels, numPictures, texts } = readClipInputs(folder);
  const side = vision.pictureSize;
  const floats = 3 * side * side;
  return {
    size: numPictures,
    groups: Int32Array.from({ length: numPictures }, (_, i) => i),
    weights: new Float32Array(numPictures).fill(1),
    feeds(encoder, from, to) {
      if (encoder === 'text') return { ...textInputs(texts.slice(from, to), text.endToken) };
      const own = pixels.subarray(from * floats, to * floats);
      return { pixels: tf.tensor4d(own, [to - from, 3, side, side]) };
    },
  };
}
