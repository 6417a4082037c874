// K-means on the embeddings themselves, level by level.
import { balancedKmeans } from '../../model/balanced-kmeans.ts';
import { startCodebooks } from '../start-codebooks.ts';
import type { TrainQuantizerJob } from '../train-job.ts';
import type { RqVaeTraining } from '../train-rq-vae.ts';
import { fitOnce } from './fit-once.ts';

export function fitResidualKmeans(job: TrainQuantizerJob): Promise<RqVaeTraining> {
  return fitOnce(job, (model, rng) => startCodebooks(model, job, rng));
}

export function fitBalancedKmeans(job: TrainQuantizerJob): Promise<RqVaeTraining> {
  return fitOnce(job, (model, rng) => startCodebooks(model, job, rng, balancedKmeans));
}
