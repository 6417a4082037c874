import { join } from 'node:path';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import type { ExampleBatch } from '../../../src/data/example-stream.ts';
import type { Ranker } from '../../../src/ranker/model/ranker.ts';
import { createBenchRanker, readRankerBench } from '../data/ranker-bench.ts';
import { readBatches } from '../data/ranker-batches.ts';
import type { Workload } from './workload.ts';

/** One training step of the ranker on a batch whose histories are decoded. */
export function createRankerStep(folder: string): Workload {
  const bench = readRankerBench(folder);
  const ranker = createBenchRanker(bench);
  restore(ranker, join(folder, 'weights.safetensors'));
  const batches = readBatches(join(folder, 'batches.safetensors'));
  let next = 0;
  return {
    step() {
      const batch = batches[next++ % batches.length];
      return crossEntropy(ranker.trainStep(batch), batch);
    },
  };
}

function restore(ranker: Ranker, path: string): void {
  const checkpoint = readCheckpoint(path);
  for (const parameter of ranker.parameters) {
    const values = checkpoint.tensors.get(parameter.name)?.values;
    if (!(values instanceof Float32Array)) throw new Error(`${path} has no ${parameter.name}`);
    parameter.write(values);
  }
  const tensors = new Map([...ranker.table.tensors(), ...checkpoint.tensors]);
  ranker.table.restore({ tensors, metadata: {} }, path);
}

function crossEntropy(probability_B: Float32Array, { label_B }: ExampleBatch): number {
  let sum = 0;
  for (let b = 0; b < label_B.length; b++) {
    sum -= Math.log(label_B[b] === 1 ? probability_B[b] : 1 - probability_B[b]);
  }
  return sum / label_B.length;
}
