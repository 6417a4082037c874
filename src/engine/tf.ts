import type * as TfTypes from '@tensorflow/tfjs-core';
import { loadEngine } from './load-engine.ts';

/** The tensor library: TensorFlow behind tfjs's functions, or tfjs alone. Loaded once, with this file. */
export const { tf } = loadEngine();

// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace tf {
  type Tensor = TfTypes.Tensor;
  type Tensor1D = TfTypes.Tensor1D;
  type Tensor2D = TfTypes.Tensor2D;
  type Tensor3D = TfTypes.Tensor3D;
}
