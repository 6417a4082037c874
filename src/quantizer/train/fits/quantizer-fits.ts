// How each quantizer is fitted.
import type { QuantizerName } from '../../model/quantizer-table.ts';
import type { FinishedTraining, TrainQuantizerJob } from '../train-job.ts';
import { trainRqVae } from '../train-rq-vae.ts';
import { fitBalancedKmeans, fitResidualKmeans } from './fit-kmeans.ts';
import { fitDpca, fitRqFsq } from './fit-components.ts';

/** Writes both models into the job's folder. @throws InterruptedError when the job is to stop */
type FitQuantizer = (job: TrainQuantizerJob) => Promise<FinishedTraining>;

/** By the names of QUANTIZERS. */
export const QUANTIZER_FITS: Readonly<Record<QuantizerName, FitQuantizer>> = {
  'rq-vae': trainRqVae,
  'residual-kmeans': fitResidualKmeans,
  'balanced-kmeans': fitBalancedKmeans,
  dpca: fitDpca,
  'rq-fsq': fitRqFsq,
};
