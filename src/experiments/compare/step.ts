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

/** The words that do what is left of a step: training that was interrupted goes on from its checkpoint. */
export function wordsToFinish({ words }: Step): readonly string[] {
  return words[0].startsWith('train-') ? [...words, '--resume'] : words;
}

/**
 * What a process is given that does steps one after another, and ends when this one ends. They are its input: a command
 * line has room for some hundred thousand letters only.
 *
 * @param steps each alone, or several that train together
 */
export function runSteps(steps: readonly (Step | readonly Step[])[]): {
  readonly words: readonly string[];
  readonly input: string;
} {
  return { words: ['run-steps', '-'], input: `${JSON.stringify(steps)}\n` };
}
