import { join } from 'node:path';
import { tf } from '../../../src/engine/tf.ts';
import { createTensorOptimizer } from '../../../src/nn/tensors/tensor-optimizer.ts';
import { rqVaeGradients } from '../../../src/quantizer/model/rq-vae-gradients.ts';
import type { RqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { readItems } from './read-items.ts';
import type { Workload } from './workload.ts';

/** One training step of the RQ-VAE. */
export function createRqVaeStep(folder: string): Workload {
  const { config, model } = readQuantizer(join(folder, 'model.safetensors'));
  const optimizer = createTensorOptimizer(config.optimizer, model.parameters, config);
  const batches = readItems(folder);
  let next = 0;
  return {
    step() {
      const values = batches[next++ % batches.length];
      const x_BD = tf.tensor2d(values, [values.length / model.inputWidth, model.inputWidth]);
      const batch = rqVaeGradients(model as RqVae, x_BD, config.commitmentWeight);
      optimizer.apply(batch.gradients);
      const { loss } = batch.loss;
      batch.dispose();
      x_BD.dispose();
      return loss;
    },
  };
}
