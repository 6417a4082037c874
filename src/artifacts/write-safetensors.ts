// Writes the container of safetensors.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { writeFileWhole } from '../util/atomic-output.ts';
import { numValues } from '../util/num-values.ts';

/** An array to be stored, row-major and little-endian. */
export interface TensorToStore {
  /** In the words of safetensors. */
  readonly dtype: 'F32' | 'I32' | 'BOOL';
  readonly shape: readonly number[];
  /**
   * The values, one part behind the other: what lies in several stretches need not be copied together. They are gone
   * through once, when the tensor is written.
   */
  readonly parts: Iterable<TensorPart>;
}

type TensorPart = Float32Array | Int32Array | Uint8Array;

const BYTES = { F32: 4, I32: 4, BOOL: 1 } as const;

/** A part that is made when it is written, so that not all tensors of a file stand in memory together. */
export function* lazily(make: () => TensorPart): Iterable<TensorPart> {
  yield make();
}

const MAX_CHUNK_BYTES = 1 << 30;

/**
 * Writes arrays by name, whole or not at all.
 *
 * @param metadata text by key, for the header's `__metadata__`
 * @see https://github.com/huggingface/safetensors (format)
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, TensorToStore>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dtype, shape }] of tensors) {
    const end = offset + BYTES[dtype] * numValues(shape);
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  const headerBytes = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  await writeFileWhole(path, (temporaryPath) => {
    const file = openSync(temporaryPath, 'w');
    try {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(headerBytes.length));
      writeBytes(file, length);
      writeBytes(file, headerBytes);
      for (const [name, { dtype, shape, parts }] of tensors) {
        let left = BYTES[dtype] * numValues(shape);
        for (const part of parts) {
          writeBytes(file, part);
          left -= part.byteLength;
        }
        if (left !== 0) throw new Error(`${name}: its values do not fill its shape`);
      }
      // On the disk before it has its name: a machine that dies leaves the old file or the new one.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function writeBytes(file: number, view: ArrayBufferView): void {
  let position = 0;
  while (position < view.byteLength) {
    const length = Math.min(MAX_CHUNK_BYTES, view.byteLength - position);
    position += writeSync(file, new Uint8Array(view.buffer, view.byteOffset + position, length));
  }
}
