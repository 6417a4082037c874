import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openModelWeights } from '../../src/artifacts/model-weights.ts';
import { readClipConfig } from '../../src/clip/clip-config.ts';
import { openClip } from '../../src/clip/clip-model.ts';
import {
  readParameters,
  textParameters,
  visionParameters,
} from '../../src/clip/clip-parameters.ts';
import { embedTokens } from '../../src/clip/text-transformer.ts';
import { embedPixels } from '../../src/clip/vision-transformer.ts';
import { tf } from '../../src/engine/tf.ts';
import { changeModel } from '../support/change-model.ts';
import type { Json } from '../support/change-model.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

interface Golden {
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
  readonly pixel_values: readonly number[];
  readonly text_embeds_raw: readonly number[];
  readonly image_embeds_raw: readonly number[];
  readonly loss: number;
  readonly logit_scale: number;
  readonly gradient_norms: Readonly<Record<string, number>>;
}

/** What PyTorch makes of the same weights where the config says something else; test/golden/clip/make.py. */
interface Variants {
  readonly ids: readonly number[];
  readonly pooledAtLargest: readonly number[];
  readonly pooledAtEnd: readonly number[];
  readonly pooledAtNone: readonly number[];
  /** A text's and a picture's. */
  readonly gelu: readonly (readonly number[])[];
}

const folder = sharedModel('tiny-clip');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const readGolden = (): Golden => readJson(join(folder, 'golden.json')) as Golden;
const variants = readJson(
  join(import.meta.dirname, '..', 'golden', 'clip', 'variants.json'),
) as Variants;

/** The same model with other words about its text encoder, and its vision encoder too where `vision` says so. */
function clipWith(text: Json, vision: Json = {}) {
  const changed = changeModel(folder, 'config.json', (config) => ({
    ...config,
    text_config: { ...(config.text_config as Json), ...text },
    vision_config: { ...(config.vision_config as Json), ...vision },
  }));
  return openClip(changed, { encoders: ['picture', 'text'], threads: 1 });
}

/** Values go up to 12.3. */
function expectSame(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThan(2e-5));
}

testOnModels(['tiny-clip'], "pictures get PyTorch's embeddings", () => {
  const { pixel_values, image_embeds_raw } = readGolden();
  const clip = openClip(folder, { encoders: ['picture'], threads: 1 });
  expectSame(clip.embedPictures(Float32Array.from(pixel_values), 4), image_embeds_raw);
});

testOnModels(['tiny-clip'], "texts get PyTorch's embeddings, padded or not", () => {
  const { input_ids, attention_mask, text_embeds_raw } = readGolden();
  const clip = openClip(folder, { encoders: ['text'], threads: 1 });
  expectSame(clip.embedTexts(input_ids), text_embeds_raw);
  const own = input_ids.map((ids, i) => ids.filter((_, place) => attention_mask[i][place] === 1));
  expectSame(clip.embedTexts(own), text_embeds_raw);
  own.forEach((ids, i) => {
    expectSame(clip.embedTexts([ids]), text_embeds_raw.slice(i * 32, (i + 1) * 32));
  });
});

testOnModels(['tiny-clip'], 'texts are pooled where PyTorch pools them', () => {
  const { ids } = variants;
  const old = clipWith({ eos_token_id: 2 });
  expectSame(old.embedTexts([ids]), variants.pooledAtLargest);
  // Whether or not a longer text pads it.
  expectSame(old.embedTexts([ids, [...ids, 5, 5, 5]]).slice(0, 32), variants.pooledAtLargest);
  expectSame(clipWith({ eos_token_id: 320 }).embedTexts([ids]), variants.pooledAtEnd);
  expectSame(clipWith({ eos_token_id: 1000 }).embedTexts([ids]), variants.pooledAtNone);
});

testOnModels(['tiny-clip'], 'GELU by its error function, which the config may ask for', () => {
  const clip = clipWith({ hidden_act: 'gelu', eos_token_id: 320 }, { hidden_act: 'gelu' });
  const [text, picture] = variants.gelu;
  expectSame(clip.embedTexts([variants.ids]), text);
  const pixels = Float32Array.from(readGolden().pixel_values.slice(0, 3 * 32 * 32));
  expectSame(clip.embedPictures(pixels, 1), picture);
});

testOnModels(['tiny-clip'], 'nothing but the weights stays in memory', () => {
  const { pixel_values, input_ids } = readGolden();
  const clip = openClip(folder, { encoders: ['picture', 'text'], threads: 1 });
  const { numTensors } = tf.memory();
  clip.embedPictures(Float32Array.from(pixel_values), 4);
  clip.embedTexts(input_ids);
  expect(tf.memory().numTensors).toBe(numTensors);
});

testOnModels(
  ['tiny-clip'],
  "the layers can be trained: PyTorch's loss and norm of every gradient",
  () => {
    const golden = readGolden();
    const config = readClipConfig(folder);
    const parameters = [...visionParameters(config), ...textParameters(config)];
    const values = readParameters(openModelWeights(folder), parameters);
    const names = [...values.keys()];
    const pixels = tf.tensor(Float32Array.from(golden.pixel_values), [4, 3, 32, 32]);
    const lossOf = (...tensors: tf.Tensor[]): tf.Tensor => {
      const weights = (name: string): tf.Tensor => tensors[names.indexOf(name)];
      const pictures_BD = unitRows(embedPixels(weights, config.vision, pixels));
      const texts_BD = unitRows(embedTokens(weights, config.text, golden.input_ids));
      const logits = tf.mul(
        tf.matMul(texts_BD, pictures_BD, false, true),
        Math.exp(golden.logit_scale),
      );
      const loss = (rows: tf.Tensor): tf.Tensor =>
        tf.neg(tf.mean(tf.mul(tf.logSoftmax(rows), tf.mul(tf.eye(4), 4))));
      return tf.div(tf.add(loss(logits), loss(tf.transpose(logits))), 2);
    };
    const tensors = [...values.values()];
    expect(lossOf(...tensors).dataSync()[0]).toBeCloseTo(golden.loss, 5);
    const gradients = tf.grads(lossOf)(tensors);
    expect(names.length + 1).toBe(Object.keys(golden.gradient_norms).length);
    names.forEach((name, i) => {
      const norm = tf.norm(gradients[i]).dataSync()[0];
      const expected = golden.gradient_norms[name];
      // That of a key's bias is 0: the softmax does not see it.
      expect(Math.abs(norm - expected), name).toBeLessThan(1e-4 * expected + 1e-5);
    });
  },
);

function unitRows(rows_BD: tf.Tensor): tf.Tensor2D {
  return tf.div(rows_BD, tf.norm(rows_BD, 2, 1, true));
}
