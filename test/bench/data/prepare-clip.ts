import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import type { NamedTensor } from '../../../src/artifacts/checkpoint.ts';
import { readClipConfig } from '../../../src/clip/clip-config.ts';
import { textParameters, visionParameters } from '../../../src/clip/clip-parameters.ts';
import { Rng } from '../../../src/util/rng.ts';

const SEED = 1;

/** Numbers that are drawn; weights take them in turn. */
const NUM_DRAWN = 1 << 20;

/** A CLIP with random weights, and what it is given. */
export interface ClipBench {
  /** Of config.json, where they are not Hugging Face's defaults, which are ViT-B/32. */
  readonly sizes: Readonly<Record<string, unknown>>;
  readonly numPictures: number;
  readonly numTexts: number;
  /** Of each text, with the start and the end. */
  readonly numTokens: number;
}

export const VIT_B_32: ClipBench = { sizes: {}, numPictures: 16, numTexts: 32, numTokens: 77 };

const TINY_BLOCKS = {
  ...{ hidden_size: 64, intermediate_size: 128 },
  ...{ num_attention_heads: 4, num_hidden_layers: 2 },
};

export const TINY_CLIP: ClipBench = {
  sizes: {
    projection_dim: 32,
    text_config: { ...TINY_BLOCKS, vocab_size: 1514, bos_token_id: 1512, eos_token_id: 1513 },
    vision_config: { ...TINY_BLOCKS, image_size: 32, patch_size: 8 },
  },
  ...{ numPictures: 64, numTexts: 64, numTokens: 32 },
};

/** Writes a CLIP laid out as on Hugging Face's hub, and `inputs.safetensors`. */
export async function prepareClip(folder: string, bench: ClipBench = VIT_B_32): Promise<void> {
  const { sizes, numPictures, numTexts, numTokens } = bench;
  const rng = Rng.fromSeed(SEED);
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ architectures: ['CLIPModel'], model_type: 'clip', ...sizes }),
  );
  const config = readClipConfig(folder);
  const drawn = Float32Array.from({ length: NUM_DRAWN }, () => rng.normal());
  let next = 0;
  const tensors = new Map<string, NamedTensor>([
    ['logit_scale', { shape: [], values: Float32Array.of(2.6592) }],
  ]);
  for (const { name, shape } of [...visionParameters(config), ...textParameters(config)]) {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const isScale = /norm\w*\.weight$/.test(name);
    for (let i = 0; i < values.length; i++) {
      values[i] = 0.02 * drawn[next++ % NUM_DRAWN] + (isScale ? 1 : 0);
    }
    tensors.set(name, { shape, values });
  }
  await writeCheckpoint(join(folder, 'model.safetensors'), {
    tensors,
    metadata: { format: 'pt' },
  });
  const side = config.vision.pictureSize;
  const pixels = Float32Array.from(
    { length: numPictures * 3 * side * side },
    (_, i) => drawn[i % NUM_DRAWN],
  );
  const end = config.text.vocabularySize - 1;
  const ids = Int32Array.from({ length: numTexts * numTokens }, (_, i) => {
    const place = i % numTokens;
    if (place === 0) return end - 1;
    return place === numTokens - 1 ? end : rng.int(end - 1);
  });
  await writeCheckpoint(join(folder, 'inputs.safetensors'), {
    tensors: new Map<string, NamedTensor>([
      ['pixels', { shape: [numPictures, 3, side, side], values: pixels }],
      ['ids', { shape: [numTexts, numTokens], values: ids }],
    ]),
    metadata: {},
  });
}
