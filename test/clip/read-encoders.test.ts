import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensorsHeader } from '../../src/artifacts/safetensors-file.ts';
import { writeSafetensors } from '../../src/artifacts/write-safetensors.ts';
import { openClip } from '../../src/clip/clip-model.ts';
import { readEncoders } from '../../src/clip/read-encoders.ts';
import { string } from '../../src/schema/json.ts';
import { changeModel } from '../support/change-model.ts';
import type { Json } from '../support/change-model.ts';
import { GOLDEN_CLIP, GOLDEN_DUAL, readGoldenPairs } from '../support/golden-pairs.ts';
import { readGoldenTensors } from '../support/golden-tensors.ts';

const WIDTH = 6;

/** The script's pictures, and its texts without what pads them. */
function readInputs(folder: string) {
  const { value } = readGoldenPairs(folder);
  const tokens = value('tokens');
  const texts = [...value('lengths')].map((length, i) => [
    ...tokens.subarray(i * 12, i * 12 + length),
  ]);
  return { pixels: Float32Array.from(value('pixels')), texts, value };
}

function expectUnitRows(actual: Float32Array, expected: Float32Array): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    const start = Math.floor(i / WIDTH) * WIDTH;
    const length = Math.hypot(...actual.subarray(start, start + WIDTH));
    expect(Math.abs(actual[i] / length - value)).toBeLessThan(2e-6);
  });
}

test.each([
  ["a CLIPModel's", GOLDEN_CLIP],
  ["a VisionTextDualEncoderModel's with a BERT", GOLDEN_DUAL],
])("%s folder: PyTorch's embeddings, of a text alone too", (_, folder) => {
  const { pixels, texts, value } = readInputs(folder);
  const clip = openClip(folder, { encoders: ['picture', 'text'], threads: 1 });
  expectUnitRows(clip.embedPictures(pixels, texts.length), value('infonce/picture'));
  const expected = value('infonce/text');
  expectUnitRows(clip.embedTexts(texts), expected);
  texts.forEach((text, i) =>
    expectUnitRows(clip.embedTexts([text]), expected.subarray(i * WIDTH, (i + 1) * WIDTH)),
  );
});

test('names of before transformers 5, which the parameters keep', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-old-dual-'));
  symlinkSync(join(GOLDEN_DUAL, 'config.json'), join(folder, 'config.json'));
  const file = join(GOLDEN_DUAL, 'model.safetensors');
  const values = readGoldenTensors(file);
  const { tensors } = readSafetensorsHeader(file, string(), '');
  const old = [...tensors].map(([name, { shape }]) => {
    const parts = [values.get(name) as Float32Array];
    return [
      name.replace(/^vision_model\./, 'vision_model.vision_model.'),
      { dtype: 'F32', shape, parts },
    ] as const;
  });
  await writeSafetensors(join(folder, 'model.safetensors'), new Map(old), {});
  const { pixels, value } = readInputs(GOLDEN_DUAL);
  const clip = openClip(folder, { encoders: ['picture'], threads: 1 });
  expectUnitRows(clip.embedPictures(pixels, 7), value('infonce/picture'));
  const { picture, text } = readEncoders(folder);
  const names = [...picture.parameters, ...text.parameters].map(({ name }) => name);
  expect([...names, 'logit_scale'].sort()).toEqual(old.map(([name]) => name).sort());
});

test('a config that says little is BERT base beside ViT-B/32', () => {
  const folder = changeModel(GOLDEN_DUAL, 'config.json', () => ({
    model_type: 'vision-text-dual-encoder',
    vision_config: { model_type: 'clip_vision_model' },
    text_config: { model_type: 'bert' },
  }));
  const { tokens, pictureSize, text } = readEncoders(folder);
  expect(tokens).toEqual({ vocabularySize: 30522, mostTokens: 512, endToken: null });
  expect(pictureSize).toBe(224);
  expect(text.width).toBe(512);
  const size = text.parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, each) => product * each, 1),
    0,
  );
  // BERT base has 109,482,240, here with a projection of 768 x 512.
  expect(size).toBe(109_482_240 + 768 * 512);
});

test.each([
  [{ text_config: { model_type: 'roberta' } }, '"text_config.model_type" is "roberta"'],
  [{ vision_config: { model_type: 'vit' } }, '"vision_config.model_type" is "vit"'],
  [{ text_config: { is_decoder: true } }, '"text_config.is_decoder" is true'],
  [{ text_config: { position_embedding_type: 'relative_key' } }, 'only "absolute" is read'],
  [{ text_config: { num_attention_heads: 3 } }, '3 does not divide "hidden_size" 8'],
  [{ text_config: { hidden_act: 'relu' } }, '"text_config.hidden_act" is "relu"'],
  [{ vision_config: { patch_size: 5 } }, '5 does not divide "image_size" 16'],
])('refuses %j in one line', (changes: Readonly<Record<string, Json>>, message) => {
  const folder = changeModel(GOLDEN_DUAL, 'config.json', (config) => ({
    ...config,
    ...Object.fromEntries(
      Object.entries(changes).map(([part, own]) => [part, { ...(config[part] as Json), ...own }]),
    ),
  }));
  expect(() => readEncoders(folder)).toThrow(message);
  expect(() => readEncoders(folder)).toThrow(/config\.json/);
});

test('what is no folder of a model is told apart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-no-model-'));
  const nowhere = join(folder, 'nowhere');
  expect(() => readEncoders(nowhere)).toThrow(`${nowhere} does not exist; check the name`);
  expect(() => readEncoders(folder)).toThrow('has no config.json; get the model');
  const file = join(folder, 'open_clip_config.json');
  writeFileSync(file, '{}');
  expect(() => readEncoders(file)).toThrow('open_clip_config.json is a file');
  expect(() => readEncoders(folder)).toThrow('is of open_clip');
});
