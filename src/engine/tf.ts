import type * as TfTypes from '@tensorflow/tfjs-core';
import { loadEngine } from './load-engine.ts';
import type { EngineInfo } from './load-engine.ts';

const engine = loadEngine();

/** The tensor library: TensorFlow behind tfjs's functions, or tfjs alone. Loaded once, with this file. */
export const tf = engine.tf;

/** What `tf` is in this process. */
export const engineInfo: EngineInfo = engine.info;

// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace tf {
  type Tensor = TfTypes.Tensor;
  type Tensor1D = TfTypes.Tensor1D;
  type Tensor2D = TfTypes.Tensor2D;
  type Tensor3D = TfTypes.Tensor3D;
}
