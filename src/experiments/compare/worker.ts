// A process of this program that does steps.
import { lazy, list, number, objectOf } from '../../schema/json.ts';
import type { InferOutput, Schema } from '../../schema/json.ts';
import { parseJson } from '../../schema/parse-json.ts';
import { messageOf, UserError } from '../../util/errors.ts';
import { isTraining, parseStep, stepSchema } from './step.ts';
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

type StepJson = InferOutput<typeof stepSchema>;

const stepOrSteps: Schema<StepJson | readonly StepJson[]> = lazy((input) =>
  Array.isArray(input) ? list(stepSchema) : stepSchema,
);

const inputSchema = objectOf({
  steps: list(stepOrSteps),
  checkpointMinutes: number(),
});

/** @throws UserError naming what is wrong, in the JSON or in the settings of a step */
export function parseWorkerInput(text: string): WorkerInput {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`the steps are not valid JSON (${messageOf(error)})`);
  }
  const { steps, checkpointMinutes } = parseJson(inputSchema, json, '');
  return {
    steps: steps.map((entry) =>
      'stage' in entry ? parseStep(entry) : entry.map((each) => assertTraining(parseStep(each))),
    ),
    checkpointMinutes,
  };
}

function assertTraining(step: Step): TrainStep {
  if (isTraining(step)) return step;
  throw new UserError(`steps in a list train together; "${step.stage}" stands by itself`);
}
