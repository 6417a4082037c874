// Weights of a model folder as on Hugging Face's hub: model.safetensors, whole or in shards.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { byName, looseObjectOf, string } from '../schema/json.ts';
import { UserError } from '../util/errors.ts';
import { toFloats } from './half-floats.ts';
import { parseFile, readJson } from './json-file.ts';
import { readFileBytes, readSafetensorsHeader } from './safetensors-file.ts';
import type { StoredTensor } from './safetensors-file.ts';

/** Tensors by name, read one by one. */
export interface ModelWeights {
  /** The files, and the index where there is one. */
  readonly paths: readonly string[];
  readonly has: (name: string) => boolean;
  /**
   * A tensor's values, row-major; those in half precision are widened.
   *
   * @throws UserError if there is none of that name, it has another shape, or is not of floats
   */
  read(name: string, shape: readonly number[]): Float32Array;
}

const WHOLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const REMEDY = "get the model's whole folder again";

const indexSchema = looseObjectOf({ weight_map: byName(string()) });

/** @throws UserError if the folder has no weights in safetensors, or a shard is missing */
export function openModelWeights(folder: string): ModelWeights {
  return openWeightFiles(findFiles(folder));
}

/** @param files their weights together; others than .safetensors are only listed */
export function openWeightFiles(files: readonly string[]): ModelWeights {
  const stored = new Map<string, StoredTensor & { readonly path: string }>();
  for (const path of files.filter((each) => each.endsWith('.safetensors'))) {
    const { tensors } = readSafetensorsHeader(path, string(), REMEDY);
    for (const [name, tensor] of tensors) stored.set(name, { ...tensor, path });
  }
  return {
    paths: files,
    has: (name) => stored.has(name),
    read(name, shape) {
      const tensor = stored.get(name);
      if (tensor === undefined) {
        throw new UserError(`${files[0]} has no tensor "${name}"; it is another kind of model`);
      }
      if (tensor.shape.join() !== shape.join()) {
        throw new UserError(
          `${tensor.path}: "${name}" has shape [${tensor.shape.join()}], [${shape.join()}] is wanted ` +
            'by config.json; they belong to different models',
        );
      }
      const bytes = new Uint8Array(tensor.numBytes);
      readFileBytes(tensor.path, tensor.begin, bytes);
      return toFloats(bytes, tensor, `${tensor.path}: "${name}"`);
    },
  };
}

function findFiles(folder: string): string[] {
  const whole = join(folder, WHOLE);
  if (existsSync(whole)) return [whole];
  const index = join(folder, INDEX);
  if (existsSync(index)) return [index, ...findShards(folder, index)];
  if (!existsSync(folder)) throw new UserError(`${folder} does not exist; check the name`);
  const names = readdirSync(folder);
  const pickled = names.find((name) => /\.bin(\.index\.json)?$|\.pth?$/.test(name));
  if (pickled !== undefined) {
    throw new UserError(
      `${folder} holds ${pickled}, which only PyTorch reads, and no ${WHOLE}; in Python, ` +
        `transformers.AutoModel.from_pretrained("${folder}").save_pretrained("${folder}") writes one`,
    );
  }
  throw new UserError(
    `${folder} holds ${names.join(', ') || 'nothing'}, but no ${WHOLE}; ${REMEDY}`,
  );
}

function findShards(folder: string, index: string): string[] {
  const { weight_map } = parseFile(indexSchema, readJson(index), index, REMEDY);
  return [...new Set(Object.values(weight_map))].sort().map((name) => {
    const path = join(folder, basename(name));
    if (!existsSync(path)) throw new UserError(`${path} of ${INDEX} does not exist; ${REMEDY}`);
    return path;
  });
}
