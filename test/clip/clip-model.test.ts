import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openClip } from '../../src/clip/clip-model.ts';
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

testOnModels(['tiny-clip'], 'a vector is the same wherever its item stands in a batch', () => {
  const clip = openClip(folder, { encoders: ['picture', 'text'], threads: 1 });
  const pixels = Float32Array.from(readGolden().pixel_values.slice(0, 3 * 32 * 32));
  const text = [1512, 7, 8, 9, 20, 320, 1513];
  for (const size of [2, 3, 5]) {
    const all = new Float32Array(size * pixels.length);
    for (let i = 0; i < size; i++) all.set(pixels, i * pixels.length);
    const texts = Array.from({ length: size }, () => text);
    for (const rows of [clip.embedPictures(all, size), clip.embedTexts(texts)]) {
      expect(rows).toHaveLength(size * 32);
      for (let i = 1; i < size; i++) {
        expect(rows.slice(i * 32, (i + 1) * 32)).toEqual(rows.slice(0, 32));
      }
    }
  }
});
