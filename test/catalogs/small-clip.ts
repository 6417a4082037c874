// A small CLIP to train from nothing: sizes, processor, and the tokenizer of another.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'];
/** Side of its pictures; patches have 8 by 8 pixels. */
const SIDE = 48;

const transformer = (width: number, numLayers: number) => ({
  hidden_size: width,
  intermediate_size: 4 * width,
  num_hidden_layers: numLayers,
  num_attention_heads: width / 32,
  hidden_act: 'quick_gelu',
});

/** Writes the folder of a model without weights. @param from a CLIP's folder, for its tokenizer and processor */
export function writeSmallClip(from: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of TOKENIZER_FILES) copyFileSync(join(from, name), join(folder, name));
  const read = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(from, name), 'utf8')) as Record<string, unknown>;
  const write = (name: string, value: object): void => {
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  };
  const config = read('config.json');
  write('config.json', {
    ...config,
    projection_dim: 128,
    text_config: { ...(config.text_config as object), ...transformer(96, 2) },
    vision_config: {
      ...(config.vision_config as object),
      ...{ ...transformer(128, 3), image_size: SIDE, patch_size: 8 },
    },
  });
  write('preprocessor_config.json', {
    ...read('preprocessor_config.json'),
    crop_size: { height: SIDE, width: SIDE },
    size: { shortest_edge: SIDE },
  });
}
