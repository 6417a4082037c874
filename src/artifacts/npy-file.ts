// NumPy's arrays, .npy.
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFileWhole } from '../util/atomic-output.ts';
import { systemErrorCode, UserError } from '../util/errors.ts';
import { numValues } from '../util/num-values.ts';

/** An array of floats, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** The header fills up to a multiple of this. */
const ALIGNMENT = 64;
const PREAMBLE_BYTES = 10;

/** @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (version 1.0) */
export async function writeNpy(path: string, { shape, values }: NpyArray): Promise<void> {
  const shapeText = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shapeText}), }`;
  const length = Math.ceil((PREAMBLE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.from(`${text.padEnd(length - PREAMBLE_BYTES - 1)}\n`, 'latin1');
  const preamble = Buffer.concat([MAGIC, Buffer.from([1, 0, 0, 0])]);
  preamble.writeUInt16LE(header.length, 8);
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  await writeFileWhole(path, (temporaryPath) => {
    writeFileSync(temporaryPath, Buffer.concat([preamble, header, data]));
  });
}

/**
 * Reads float32 or float64, the latter rounded.
 *
 * @throws UserError if the file is missing, cut short, of another type, or column-major
 */
export function readNpy(path: string): NpyArray {
  const bytes = readBytes(path);
  if (bytes.length < PREAMBLE_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new UserError(`${path} is no .npy file; save it with numpy.save`);
  }
  const isFirst = bytes[6] === 1;
  const start = isFirst ? PREAMBLE_BYTES : PREAMBLE_BYTES + 2;
  const dataStart = start + (isFirst ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  const header = bytes.subarray(start, dataStart).toString('latin1');
  const type = /'descr': *'([^']*)'/.exec(header)?.[1] ?? 'unknown';
  const size = { '<f4': 4, '<f8': 8 }[type];
  if (size === undefined || !header.includes("'fortran_order': False")) {
    throw new UserError(
      `${path} holds ${type}${header.includes("'fortran_order': True") ? ', column-major' : ''}; save it as ` +
        'numpy.ascontiguousarray(x, dtype="float32")',
    );
  }
  const numbers = /'shape': *\(([^)]*)\)/.exec(header)?.[1].match(/\d+/g) ?? [];
  const shape = numbers.map(Number);
  const count = numValues(shape);
  if (bytes.length < dataStart + size * count) {
    throw new UserError(`${path} is cut short; make it again`);
  }
  const data = Uint8Array.from(bytes.subarray(dataStart, dataStart + size * count));
  const values =
    size === 4 ? new Float32Array(data.buffer) : Float32Array.from(new Float64Array(data.buffer));
  return { shape, values };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new UserError(`${path} does not exist; check the name`);
  }
}
