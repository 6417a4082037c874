import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readClipConfig } from '../../src/clip/clip-config.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-clip-config-'));

function read(json: object): ReturnType<typeof readClipConfig> {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(json));
  return readClipConfig(folder);
}

test("a config that says nothing is OpenAI's ViT-B/32, as in Python", () => {
  expect(read({ model_type: 'clip' })).toEqual({
    projectionSize: 512,
    text: {
      ...{ hiddenSize: 512, intermediateSize: 2048, numLayers: 12, numHeads: 8 },
      ...{ activation: 'quick_gelu', layerNormEpsilon: 1e-5 },
      ...{ vocabularySize: 49408, mostTokens: 77, endToken: 49407 },
    },
    vision: {
      ...{ hiddenSize: 768, intermediateSize: 3072, numLayers: 12, numHeads: 12 },
      ...{ activation: 'quick_gelu', layerNormEpsilon: 1e-5 },
      ...{ pictureSize: 224, patchSize: 32 },
    },
  });
});

test('old configs: an end token of 2 is none, and text_config_dict counts', () => {
  const { text, vision } = read({
    model_type: 'clip',
    text_config: { eos_token_id: 2, hidden_size: 512 },
    text_config_dict: { hidden_size: 768, num_attention_heads: 12 },
    vision_config: { patch_size: 16 },
    vision_config_dict: null,
  });
  expect(text).toMatchObject({ endToken: null, hiddenSize: 768, numHeads: 12 });
  expect(vision).toMatchObject({ patchSize: 16, hiddenSize: 768 });
});

test.each([
  [{}, 'does not say "model_type"'],
  [{ model_type: 'siglip' }, 'is of "siglip"; the folder of a CLIPModel'],
  [
    { model_type: 'clip', text_config: { hidden_act: 'relu' } },
    '"text_config.hidden_act" is "relu"',
  ],
  [
    { model_type: 'clip', vision_config: { image_size: 225 } },
    '32 does not divide "image_size" 225',
  ],
  [
    { model_type: 'clip', text_config: { num_attention_heads: 7 } },
    '7 does not divide "hidden_size" 512',
  ],
  [{ model_type: 'clip', projection_dim: '512' }, '"projection_dim" must be a whole number'],
])('refuses %j in one line', (json, message) => {
  expect(() => read(json)).toThrow(UserError);
  expect(() => read(json)).toThrow(message);
  expect(() => read(json)).toThrow(join(folder, 'config.json'));
});
