import { join } from 'node:path';
import { createOptimizer } from '../../../src/nn/optimizers/optimizers.ts';
import { createCodebookSearches } from '../../../src/quantizer/model/codebook-search.ts';
import { rqVaeGradients } from '../../../src/quantizer/model/rq-vae-gradients.ts';
import type { RqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { readItems } from './read-items.ts';
import type { Workload } from './workload.ts';

/** One training step of the RQ-VAE. */
export function createRqVaeStep(folder: string): Workload {
  const { config, model } = readQuantizer(join(folder, 'model.safetensors'));
  const optimizer = createOptimizer(config.optimizer, model.parameters, config);
  const batches = readItems(folder);
  let next = 0;
  return {
    step() {
      const x_BD = batches[next++ % batches.length];
      const batch = rqVaeGradients(model as RqVae, x_BD, {
        beta: config.commitmentWeight,
        searches: createCodebookSearches(model),
      });
      optimizer.apply(batch.gradients);
      return batch.loss.loss;
    },
  };
}
