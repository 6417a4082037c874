// A process of this program that does steps.
import type { Step, TrainStep } from './step.ts';

/** What a process is given: steps one after another; rankers in a list train together, over one reading of the days. */
export interface Worker {
  /** "prefix, seed 1 and 2 more" */
  readonly name: string;
  readonly steps: readonly (Step | readonly TrainStep[])[];
}

/** How a worker ended. */
export interface WorkerEnd<W extends Worker = Worker> {
  readonly worker: W;
  /** Its exit status, 1 where a signal ended it. */
  readonly status: number;
  /** The last lines that it wrote to standard error. */
  readonly lastLines: readonly string[];
}

/** What `sid run-steps` reads, as JSON. */
export interface WorkerInput {
  readonly steps: Worker['steps'];
  readonly checkpointMinutes: number;
}
