import { join } from 'node:path';
import type { Work } from '../../../src/experiments/compare/plan-comparison.ts';
import type { Trial } from '../../../src/experiments/compare/plan-trials.ts';
import type { Step } from '../../../src/experiments/compare/step.ts';

/** A trial of two steps that is not begun. */
export function workOf(
  folder: string,
  name: string,
  { stream = 'days 1-2', tableBytes = 1e6 } = {},
): Work {
  const [train, evaluate]: Step[] = ['run', 'segments'].map((part) => ({
    words: [part === 'run' ? 'train-ranker' : 'eval-segments', name],
    folder: join(folder, name, part),
    finishedFile: 'run.json',
  }));
  const trial: Trial = {
    id: name,
    line: {
      ...{ name, point: {}, baseline: name },
      strategy: { name, embed: 'random', ranker: {} },
    },
    seed: 1,
    folder: join(folder, name),
    runFolder: train.folder,
    segmentsFolder: evaluate.folder,
    driftFolder: undefined,
    training: { stream, tableBytes },
    steps: [train, evaluate],
    analyses: [],
  };
  return { id: name, name, trials: [trial], steps: trial.steps };
}
