import { join } from 'node:path';
import type { CodeVersions } from '../../../src/experiments/compare/code-versions.ts';
import type { Trial } from '../../../src/experiments/compare/plan-trials.ts';

/** Code that does not change. */
export const CODE: CodeVersions = {
  ...{
    corpus: '1',
    boxes: '1',
    texts: '1',
    training: '1',
    embeddings: '1',
    codes: '1',
    page: '1',
    trial: '1',
  },
};

/** A trial of two steps that is not begun. */
export function trialOf(
  folder: string,
  name: string,
  { stream = 'days 1-2', tableBytes = 1e6 } = {},
): Trial {
  const [runFolder, segmentsFolder] = ['run', 'segments'].map((part) => join(folder, name, part));
  return {
    id: name,
    line: {
      ...{ name, point: {}, baseline: name },
      strategy: { name, embed: 'random', ranker: {} },
    },
    seed: 1,
    folder: join(folder, name),
    ...{ runFolder, segmentsFolder, driftFolder: undefined },
    training: { stream, tableBytes },
    steps: [
      { stage: 'train-ranker', settings: { corpus: 'corpus' }, out: runFolder },
      { stage: 'eval-segments', settings: { run: runFolder }, out: segmentsFolder },
    ],
    analyses: [],
  };
}
