// K-means on the embeddings themselves, level by level.
import { balancedKmeans } from '../../model/balanced-kmeans.ts';
import { kmeans } from '../../model/kmeans.ts';
import { startAsCenters } from '../start-codebooks.ts';
import type { FinishedTraining, TrainQuantizerJob } from '../train-job.ts';
import { fitOnce } from './fit-once.ts';

export function fitResidualKmeans(job: TrainQuantizerJob): Promise<FinishedTraining> {
  return fitOnce(job, (model, rng) => startAsCenters(model, job, rng, kmeans));
}

export function fitBalancedKmeans(job: TrainQuantizerJob): Promise<FinishedTraining> {
  return fitOnce(job, (model, rng) => startAsCenters(model, job, rng, balancedKmeans));
}
