import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { createClipPictureEncoder, createClipTextEncoder } from '../../src/embed/clip-encoder.ts';
import { createDualPictureEncoder, createDualTextEncoder } from '../../src/embed/dual-encoder.ts';
import type { EncoderInput } from '../../src/embed/encoder.ts';
import { UserError } from '../../src/util/errors.ts';
import { Rng } from '../../src/util/rng.ts';
import { changeModel } from '../support/change-model.ts';
import type { Json } from '../support/change-model.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

const folder = sharedModel('tiny-clip');
/** The same model as ONNX. */
const ONNX = 'tiny-clip/onnx';
const folderOfOnnx = dirname(sharedModel(ONNX));

function textInput(text: string): EncoderInput {
  return { text, picture: null };
}

function pictureInput(seed: number): EncoderInput {
  const rng = Rng.fromSeed(seed);
  const rgb = Uint8Array.from({ length: 32 * 32 * 3 }, () => rng.int(256));
  return { text: null, picture: { rgb, size: 32 } };
}

function expectSame(actual: Float32Array, expected: ArrayLike<number>): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5));
}

testOnModels(['tiny-clip'], "from a text to PyTorch's normalized embedding", async () => {
  const golden = JSON.parse(readFileSync(sharedModel('tiny-clip', 'golden.json'), 'utf8')) as {
    readonly texts: readonly string[];
    readonly text_embeds: readonly number[];
  };
  const encoder = createClipTextEncoder(folder, 1);
  expect(encoder).toMatchObject({ width: 32, pictures: null, readsText: true });
  expect(Object.keys(encoder.files)).toEqual([
    ...['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'],
  ]);
  expectSame(await encoder.encode(golden.texts.map(textInput)), golden.text_embeds);
});

testOnModels(
  ['tiny-clip', ONNX],
  'the tensor engine and ONNX agree, on long texts and short',
  async () => {
    const texts = [
      'a',
      'b c d',
      'red apple '.repeat(60),
      '',
      '7 kg',
      ...Array<string>(40).fill('x y'),
    ];
    const inputs = texts.map(textInput);
    const clip = createClipTextEncoder(folder, 1);
    const dual = await createDualTextEncoder(folderOfOnnx);
    expect(dual.width).toBe(clip.width);
    const vectors = await clip.encode(inputs);
    expectSame(await dual.encode(inputs), vectors);
    // In another company a text is the same.
    expectSame(await clip.encode(inputs.slice(1, 2)), vectors.slice(32, 64));
  },
);

testOnModels(['tiny-clip', ONNX], 'the tensor engine and ONNX agree on pictures', async () => {
  const inputs = Array.from({ length: 20 }, (_, i) => pictureInput(i));
  const clip = createClipPictureEncoder(folder, 1);
  const dual = await createDualPictureEncoder(folderOfOnnx);
  expect(clip).toMatchObject({
    ...{ width: 32, readsText: false },
    pictures: { size: 32, shorterSide: 32, kernel: 'cubic' },
  });
  const vectors = await clip.encode(inputs);
  expectSame(await dual.encode(inputs), vectors);
  expect(await clip.encode(inputs)).toEqual(vectors);
});

testOnModels(['tiny-clip'], 'parts of different models are told in one line', () => {
  const inText = (change: Json) => (config: Json) => ({
    ...config,
    text_config: { ...(config.text_config as Json), ...change },
  });
  const inVision = (change: Json) => (config: Json) => ({
    ...config,
    vision_config: { ...(config.vision_config as Json), ...change },
  });
  const faults: readonly (readonly [string, string, (json: Json) => Json | undefined, string])[] = [
    ['text', 'config.json', () => undefined, 'has no config.json'],
    ['text', 'config.json', () => ({ model_type: 'bert' }), 'is of "bert"'],
    ['text', 'config.json', inText({ eos_token_id: 5 }), 'texts end in token 1513'],
    [
      'text',
      'config.json',
      inText({ num_hidden_layers: 3 }),
      'no tensor "text_model.encoder.layers.2',
    ],
    [
      'text',
      'config.json',
      inText({ vocab_size: 1513 }),
      'has shape [1514,64], [1513,64] is wanted',
    ],
    ['text', 'tokenizer.json', () => undefined, 'tokenizer.json does not exist'],
    [
      'picture',
      'config.json',
      inVision({ image_size: 64 }),
      'has shape [17,64], [65,64] is wanted',
    ],
    ['picture', 'preprocessor_config.json', () => undefined, 'no preprocessor_config.json'],
    [
      ...(['picture', 'preprocessor_config.json'] as const),
      (config) => ({ ...config, crop_size: 16 }),
      'makes pictures of 16 x 16, the model takes 32 x 32',
    ],
  ];
  for (const [part, file, change, message] of faults) {
    const changed = changeModel(folder, file, change);
    const create = (): unknown =>
      part === 'text' ? createClipTextEncoder(changed, 1) : createClipPictureEncoder(changed, 1);
    expect(create, message).toThrow(UserError);
    expect(create).toThrow(message);
    expect(create).toThrow(changed);
    expect(create).not.toThrow('\n');
  }
});
