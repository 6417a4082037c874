// A command line and how one knows that it is done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One command line of sid with the folder that it makes: done when that holds `finishedFile`. */
export interface Step {
  readonly words: readonly string[];
  readonly folder: string;
  readonly finishedFile: 'run.json' | 'corpus.json';
}

/** Whether a step has been done, by an earlier run too. */
export function isFinished(step: Step): boolean {
  return existsSync(join(step.folder, step.finishedFile));
}

/** The words that do what is left of a step: one that was interrupted goes on from its checkpoint. */
export function wordsToFinish(step: Step): readonly string[] {
  return existsSync(`${step.folder}.partial`) ? [...step.words, '--resume'] : step.words;
}
