// A trained CLIP as a folder as on Hugging Face's hub.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazily, writeSafetensors } from '../artifacts/write-safetensors.ts';
import type { TensorToStore } from '../artifacts/write-safetensors.ts';
import { storedValues } from '../clip/graph-parameters.ts';
import { tf } from '../engine/tf.ts';
import type { ContrastiveTrainer } from './trainer.ts';

/** What a model's folder holds besides its weights. */
const BESIDE = [
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.json',
  'vocab.txt',
  'merges.txt',
  'special_tokens_map.json',
  'preprocessor_config.json',
  'processor_config.json',
];

/** What config.json calls half precision, of the model or of one encoder. */
const HALF_PRECISION = /("(?:torch_)?dtype"\s*:\s*)"b?float16"/g;

/** Weights in model.safetensors, as transformers reads them, with what else the first model's folder held. */
export async function writeClip(
  trainer: ContrastiveTrainer,
  from: string,
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // Python takes its precision from there, and the trained weights have full precision.
  const config = readFileSync(join(from, 'config.json'), 'utf8');
  writeFileSync(join(folder, 'config.json'), config.replace(HALF_PRECISION, '$1"float32"'));
  for (const name of BESIDE) {
    const path = join(from, name);
    if (existsSync(path)) copyFileSync(path, join(folder, name));
  }
  const values = trainer.tensors('parameters');
  const tensors = trainer.parameters.map((parameter) => {
    const { name, shape } = parameter.stored;
    const tensor = values[parameter.variable.name];
    const parts = lazily(() => storedValues(parameter, tensor.dataSync<'float32'>()));
    return [name, { dtype: 'F32', shape, parts } satisfies TensorToStore] as const;
  });
  try {
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, new Map(tensors), { format: 'pt' });
  } finally {
    tf.dispose(values);
  }
}
