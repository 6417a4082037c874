import { readFileSync } from 'node:fs';

type Rows = readonly (readonly number[])[];

/** Made by test/golden/quantizer/make-techniques.py with PyTorch and vector-quantize-pytorch. */
export const golden = JSON.parse(
  readFileSync(new URL('../../../golden/quantizer/techniques.json', import.meta.url), 'utf8'),
) as {
  readonly rotation: Record<'z' | 'quantized' | 'gradient' | 'value' | 'toLatent', Rows>;
  readonly averages: {
    readonly start: Rows;
    readonly decay: number;
    readonly steps: readonly { batch: Rows; codes: readonly number[]; codebook: Rows }[];
  };
  readonly simVq: Record<
    'frozen' | 'map' | 'codebook' | 'z' | 'quantized' | 'toMap' | 'toLatent',
    Rows
  > & { readonly beta: number; readonly loss: number; readonly codes: readonly number[] };
  readonly sinkhorn: readonly {
    readonly epsilon: number;
    readonly iterations: number;
    readonly z: Rows;
    readonly codebook: Rows;
    readonly nearest: readonly number[];
    readonly codes: readonly number[];
  }[];
};

/** Rows one behind the other. */
export function flat(rows: Rows): Float32Array {
  return Float32Array.from(rows.flat());
}
