import type * as TfTypes from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
const require = createRequire(import.meta.url);

export const tf = require('@tensorflow/tfjs-node') as typeof TfTypes;
// eslint-disable-next-line @typescript-eslint/no-namespace
export declare namespace tf {
  type Tensor = TfTypes.Tensor;
  type Tensor1D = TfTypes.Tensor1D;
  type Tensor2D = TfTypes.Tensor2D;
  type Tensor3D = TfTypes.Tensor3D;
}
