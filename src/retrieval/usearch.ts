// The part of usearch's interface that is used here.
import { loadPackage } from '../packages/load-package.ts';

/** An index in usearch's hands. */
export interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  /** Of one vector; nearest first, fewer than asked for where no more are reached. */
  search(vector: Float32Array, count: number, threads: number): { readonly keys: BigUint64Array };
  save(path: string): void;
}

interface Usearch {
  readonly Index: new (config: {
    dimensions: number;
    metric: 'ip';
    quantization: 'f32';
    connectivity: number;
    expansion_add: number;
    expansion_search: number;
    multi: boolean;
  }) => UsearchIndex;
}

let loaded: Usearch | undefined;

/** @throws UserError if the optional packages are not installed */
export function loadUsearch(): Usearch {
  loaded ??= loadPackage<Usearch>('usearch');
  return loaded;
}
