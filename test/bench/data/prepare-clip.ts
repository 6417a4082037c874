import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import type { NamedTensor } from '../../../src/artifacts/checkpoint.ts';
import { readClipConfig } from '../../../src/clip/clip-config.ts';
import { textParameters, visionParameters } from '../../../src/clip/clip-parameters.ts';
import { Rng } from '../../../src/util/rng.ts';

const SEED = 1;
const PICTURES = 16;
const TEXTS = 32;
const TOKENS = 77;
const [START, END] = [49406, 49407];

/** Numbers that are drawn; weights take them in turn. */
const NUM_DRAWN = 1 << 20;

/** Writes CLIP ViT-B/32 with random weights, laid out as on Hugging Face's hub, and `inputs.safetensors`. */
export async function prepareClip(folder: string): Promise<void> {
  const rng = Rng.fromSeed(SEED);
  // All sizes are Hugging Face's defaults.
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ architectures: ['CLIPModel'], model_type: 'clip' }),
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
    { length: PICTURES * 3 * side * side },
    (_, i) => drawn[i % NUM_DRAWN],
  );
  const ids = Int32Array.from({ length: TEXTS * TOKENS }, (_, i) => {
    const place = i % TOKENS;
    if (place === 0) return START;
    return place === TOKENS - 1 ? END : rng.int(START);
  });
  await writeCheckpoint(join(folder, 'inputs.safetensors'), {
    tensors: new Map<string, NamedTensor>([
      ['pixels', { shape: [PICTURES, 3, side, side], values: pixels }],
      ['ids', { shape: [TEXTS, TOKENS], values: ids }],
    ]),
    metadata: {},
  });
}
