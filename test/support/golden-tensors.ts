import { toFloats } from '../../src/artifacts/half-floats.ts';
import { readFileBytes, readSafetensorsHeader } from '../../src/artifacts/safetensors-file.ts';
import { string } from '../../src/schema/json.ts';

/** All tensors of a safetensors file, by name. */
export function readGoldenTensors(path: string): ReadonlyMap<string, Float32Array> {
  const { tensors } = readSafetensorsHeader(path, string(), 'make it again');
  return new Map(
    [...tensors].map(([name, tensor]) => {
      const bytes = new Uint8Array(tensor.numBytes);
      readFileBytes(path, tensor.begin, bytes);
      return [name, toFloats(bytes, tensor, name)] as const;
    }),
  );
}
