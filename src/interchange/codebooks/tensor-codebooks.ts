// Codebooks in safetensors.
import { toFloats } from '../../artifacts/half-floats.ts';
import { readFileBytes, readSafetensorsHeader } from '../../artifacts/safetensors-file.ts';
import type { StoredTensor } from '../../artifacts/safetensors-file.ts';
import { string } from '../../schema/json.ts';
import { concat } from '../../util/concat.ts';
import { UserError } from '../../util/errors.ts';
import type { CodebookList } from './codebook-list.ts';
import { cutIntoLevels } from './cut-into-levels.ts';
import type { VectorBlock } from './cut-into-levels.ts';

/** Codebooks of a file, and what else it says of them. */
export interface ReadCodebooks extends CodebookList {
  /** Something that the user should know. */
  readonly notes: readonly string[];
}

/** `layers.0._codebook.embed` of vector-quantize-pytorch's ResidualVQ, wherever in a larger module it stands. */
const LAYER = /^(?:(.*)\.)?layers\.(\d+)\._codebook\.embed$/;
/** All levels in one. */
const WHOLE = ['codebooks', 'rq.codebooks'];
/** What the vectors are then not in the space of the embeddings for. */
const ENCODERS = /(^|\.)(encoder|project_in)\./;

/**
 * @param sizes of each level, where all vectors are in one tensor and the file does not say
 * @throws UserError where the file has neither form, or a level is missing
 */
export function readTensorCodebooks(path: string, sizes: readonly number[] | null): ReadCodebooks {
  const { tensors, metadata } = readSafetensorsHeader(path, string(), 'make it again');
  const read = (name: string, stored: StoredTensor): VectorBlock => {
    const bytes = new Uint8Array(stored.numBytes);
    readFileBytes(path, stored.begin, bytes);
    return { shape: stored.shape, values: toFloats(bytes, stored, `${path}: ${name}`) };
  };
  const names = [...tensors.keys()];
  const notes = notesOn(names, path);
  const whole = WHOLE.map((name) => ({ name, stored: tensors.get(name) }));
  for (const { name, stored } of whole) {
    if (stored === undefined) continue;
    const said = metadata.codebook_sizes?.split(',').map(Number) ?? null;
    return { ...cutIntoLevels(read(name, stored), sizes ?? said, path), notes };
  }
  const layers = names
    .map((name) => ({ name, match: LAYER.exec(name) }))
    .filter((each): each is { name: string; match: RegExpExecArray } => each.match !== null)
    .sort((a, b) => Number(a.match[2]) - Number(b.match[2]));
  if (layers.length === 0) {
    throw new UserError(
      `${path} has no codebooks: tensors layers.0._codebook.embed ... or codebooks are wanted; it has: ` +
        names.slice(0, 8).join(', '),
    );
  }
  const blocks = layers.map(({ name, match }, level) => {
    if (Number(match[2]) !== level || match[1] !== layers[0].match[1]) {
      throw new UserError(
        `${path}: ${name} is not level ${level} of one quantizer; give a file that holds one`,
      );
    }
    const stored = tensors.get(name);
    if (stored === undefined) throw new Error(`${name} was found and is gone`);
    return { name, ...read(name, stored) };
  });
  const width = blocks[0].shape.at(-1) ?? 0;
  for (const { name, shape } of blocks) assertLevel(name, shape, width, path);
  return {
    sizes: blocks.map(({ values }) => values.length / width),
    width,
    vectors: concat(
      blocks.map(({ values }) => values),
      Float32Array,
    ),
    notes,
  };
}

/** What keeps the vectors out of the space of embeddings as they are. */
function notesOn(names: readonly string[], path: string): string[] {
  const encoder = names.find((name) => ENCODERS.test(name));
  if (encoder !== undefined) {
    return [
      `${path} has an encoder too (${encoder}): its codebooks are for the encoder's latents, so code those, not embeddings`,
    ];
  }
  if (!names.includes('input.factor')) return [];
  return [
    `${path} has figures of a normalization too (input.mean, input.factor): its codebooks are for embeddings normalized by ` +
      'them; the folder of sid train-rqvae that it is from codes embeddings as they are',
  ];
}

/** [1, K, d], or [K, d]. */
function assertLevel(name: string, shape: readonly number[], width: number, path: string): void {
  const isOne = shape.length === 2 || (shape.length === 3 && shape[0] === 1);
  if (isOne && shape.at(-1) === width && width > 0) return;
  throw new UserError(
    `${path}: ${name} has shape [${shape.join(', ')}]; wanted is [1, codes, ${width}], one codebook a level`,
  );
}
