import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createDualPictureEncoder, createDualTextEncoder } from '../../src/embed/dual-encoder.ts';
import { loadTokenizer } from '../../src/onnx/tokenizer.ts';
import { UserError } from '../../src/util/errors.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

/** A ViT and a BERT with random weights, as VisionTextDualEncoderModel joins them; test/golden/dual/make.py. */
const golden = join(import.meta.dirname, '..', 'golden', 'dual');
const model = join(golden, 'model');
const { texts, input_ids, text_embeds, rgb, image_embeds } = JSON.parse(
  readFileSync(join(golden, 'golden.json'), 'utf8'),
) as {
  readonly texts: readonly string[];
  readonly input_ids: readonly (readonly number[])[];
  readonly text_embeds: readonly number[];
  readonly rgb: readonly (readonly number[])[];
  readonly image_embeds: readonly number[];
};

function expectSame(actual: Float32Array, expected: ArrayLike<number>): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5));
}

testWithPackages(
  "a BERT beside a ViT: PyTorch's embeddings of texts, one of them cut",
  async () => {
    const tokenize = loadTokenizer(model);
    texts.forEach((text, i) => expect(tokenize(text)).toEqual(input_ids[i]));
    const encoder = await createDualTextEncoder(model);
    expect(encoder).toMatchObject({ width: 12, pictures: null, readsText: true });
    const inputs = texts.map((text) => ({ text, picture: null }));
    expectSame(await encoder.encode(inputs), text_embeds);
  },
);

testWithPackages("a ViT beside a BERT: PyTorch's embeddings of pictures", async () => {
  const encoder = await createDualPictureEncoder(model);
  const squeezed = { size: 16, shorterSide: null, kernel: 'linear' };
  expect(encoder).toMatchObject({ width: 12, pictures: squeezed, readsText: false });
  const pictures = rgb.map((levels) => ({ rgb: Uint8Array.from(levels), size: 16 }));
  const inputs = pictures.map((picture) => ({ text: null, picture }));
  expectSame(await encoder.encode(inputs), image_embeds);
});

testOnModels(
  ['tiny-grounding-dino'],
  'a folder that is no pair is refused in one line',
  async () => {
    const folder = sharedModel('tiny-grounding-dino');
    for (const create of [createDualTextEncoder, createDualPictureEncoder]) {
      await expect(create(folder)).rejects.toThrow(UserError);
      await expect(create(folder)).rejects.toThrow(/but no onnx.(text|vision)_model\.onnx; give a/);
    }
  },
);
