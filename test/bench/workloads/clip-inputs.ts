import { join } from 'node:path';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';

/** What a CLIP of the bench is given. */
export interface ClipInputs {
  readonly pixels: Float32Array;
  readonly numPictures: number;
  /** Token ids of each text. */
  readonly texts: readonly (readonly number[])[];
}

export function readClipInputs(folder: string): ClipInputs {
  const { tensors } = readCheckpoint(join(folder, 'inputs.safetensors'));
  const [pixels, ids] = ['pixels', 'ids'].map((name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`inputs.safetensors has no ${name}`);
    return tensor;
  });
  const [numTexts, numTokens] = ids.shape;
  return {
    pixels: pixels.values as Float32Array,
    numPictures: pixels.shape[0],
    texts: Array.from({ length: numTexts }, (_, i) => [
      ...ids.values.subarray(i * numTokens, (i + 1) * numTokens),
    ]),
  };
}
