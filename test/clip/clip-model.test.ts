import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openClip } from '../../src/clip/clip-model.ts';
import { tf } from '../../src/engine/tf.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

interface Golden {
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
  readonly pixel_values: readonly number[];
  readonly text_embeds_raw: readonly number[];
  readonly image_embeds_raw: readonly number[];
}

const folder = sharedModel('tiny-clip');
const readGolden = (): Golden =>
  JSON.parse(readFileSync(sharedModel('tiny-clip', 'golden.json'), 'utf8')) as Golden;

/** Values go up to 12.3. */
function expectSame(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThan(2e-5));
}

testOnModels(['tiny-clip'], "pictures get PyTorch's embeddings", () => {
  const { pixel_values, image_embeds_raw } = readGolden();
  const clip = openClip(folder, ['picture']);
  expectSame(clip.embedPictures(Float32Array.from(pixel_values), 4), image_embeds_raw);
});

testOnModels(['tiny-clip'], "texts get PyTorch's embeddings, padded or not", () => {
  const { input_ids, attention_mask, text_embeds_raw } = readGolden();
  const clip = openClip(folder, ['text']);
  expectSame(clip.embedTexts(input_ids), text_embeds_raw);
  const own = input_ids.map((ids, i) => ids.filter((_, place) => attention_mask[i][place] === 1));
  expectSame(clip.embedTexts(own), text_embeds_raw);
  own.forEach((ids, i) =>
    expectSame(clip.embedTexts([ids]), text_embeds_raw.slice(i * 32, (i + 1) * 32)),
  );
});

testOnModels(['tiny-clip'], 'nothing but the weights stays in memory', () => {
  const { pixel_values, input_ids } = readGolden();
  const clip = openClip(folder, ['picture', 'text']);
  const { numTensors } = tf.memory();
  clip.embedPictures(Float32Array.from(pixel_values), 4);
  clip.embedTexts(input_ids);
  expect(tf.memory().numTensors).toBe(numTensors);
});
