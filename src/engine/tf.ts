// The tensor library, loaded once.
import type * as TfTypes from '@tensorflow/tfjs-core';
import { loadEngine } from './load-engine.ts';

let library: typeof TfTypes | undefined;

/**
 * The tensor library: TensorFlow behind tfjs's functions, or tfjs alone. Loaded once, when it is first asked for
 * something: a ranker with Bypass history needs none of it, and starts half a second sooner.
 */
export const tf: typeof TfTypes = new Proxy({} as typeof TfTypes, {
  get(_, name) {
    library ??= loadEngine().tf;
    return Reflect.get(library, name) as unknown;
  },
});

// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace tf {
  type Tensor = TfTypes.Tensor;
  type Tensor1D = TfTypes.Tensor1D;
  type Tensor2D = TfTypes.Tensor2D;
  type Tensor3D = TfTypes.Tensor3D;
}
