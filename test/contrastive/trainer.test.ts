import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openModelWeights } from '../../src/artifacts/model-weights.ts';
import { readClipConfig } from '../../src/clip/clip-config.ts';
import { valuesInGraph } from '../../src/clip/graph-parameters.ts';
import { pictureEncoder, textInputs, textEncoder } from '../../src/clip/graph-encoders.ts';
import { ContrastiveTrainer } from '../../src/contrastive/trainer.ts';
import type { PairInputs, TrainerOptions } from '../../src/contrastive/trainer.ts';
import { tf } from '../../src/engine/tf.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

interface Golden {
  readonly input_ids: readonly (readonly number[])[];
  readonly pixel_values: readonly number[];
  readonly loss: number;
  readonly gradient_norms: Readonly<Record<string, number>>;
}

const folder = sharedModel('tiny-clip');
const FLOATS = 3 * 32 * 32;

function readPairs(): { golden: Golden; pairs: PairInputs } {
  const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
  const { endToken } = readClipConfig(folder).text;
  return {
    golden,
    pairs: {
      size: 4,
      groups: Int32Array.of(0, 1, 2, 3),
      weights: new Float32Array(4).fill(1),
      feeds(encoder, from, to) {
        if (encoder === 'text')
          return { ...textInputs(golden.input_ids.slice(from, to), endToken) };
        const pixels = golden.pixel_values.slice(from * FLOATS, to * FLOATS);
        return { pixels: tf.tensor4d(Float32Array.from(pixels), [to - from, 3, 32, 32]) };
      },
    },
  };
}

function createTrainer(options: Partial<TrainerOptions> = {}): ContrastiveTrainer {
  const config = readClipConfig(folder);
  const stored = openModelWeights(folder);
  return new ContrastiveTrainer(
    {
      encoders: { picture: pictureEncoder(config), text: textEncoder(config) },
      loss: 'infonce',
      learns: () => true,
      recomputesBlocks: false,
      mostLogScale: Math.log(100),
      adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      decay: 0.1,
      partSize: null,
      ...options,
    },
    (parameter) => valuesInGraph(stored, parameter),
  );
}

for (const [how, options] of [
  ['at once', {}],
  ['in parts of 3', { partSize: 3 }],
  ['with blocks computed again', { recomputesBlocks: true }],
] as const) {
  testOnModels(['tiny-clip'], `PyTorch's loss and norm of every gradient, ${how}`, () => {
    const { golden, pairs } = readPairs();
    // After one step the first moment is (1 - beta1) times the gradient.
    const trainer = createTrainer(options);
    expect(trainer.step(pairs, { step: 1, rate: 0 })).toBeCloseTo(golden.loss, 5);
    const moments = trainer.read('first');
    for (const [name, expected] of Object.entries(golden.gradient_norms)) {
      const norm = Math.hypot(...(moments.get(`${name}/first`) ?? [])) / 0.1;
      // That of a key's bias is 0: the softmax does not see it.
      expect(Math.abs(norm - expected), name).toBeLessThan(1e-4 * expected + 1e-5);
    }
    expect(moments.size).toBe(Object.keys(golden.gradient_norms).length);
    trainer.dispose();
  });
}

testOnModels(['tiny-clip'], 'nothing but the weights stays in memory, and the loss falls', () => {
  const { pairs } = readPairs();
  const trainer = createTrainer();
  const { numTensors } = tf.memory();
  const losses = [1, 2, 3, 4, 5].map((step) => trainer.step(pairs, { step, rate: 1e-3 }));
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(losses[4]).toBeLessThan(losses[0] / 2);
  trainer.dispose();
});
