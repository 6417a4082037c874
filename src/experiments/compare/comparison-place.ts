// Where and how a comparison runs.
import { InterruptedError } from '../../util/errors.ts';
import type { CodeVersions } from './code-versions.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';

/** Where and how a comparison runs. */
export interface ComparisonPlace {
  /** Folder for what is prepared and for trials. */
  readonly out: string;
  /** Workers at a time. */
  readonly jobs: number;
  /** Threads in all, divided among the workers. */
  readonly threads: number;
  /** Of the code: part of what decides a result. */
  readonly code: CodeVersions;
  /** Between checkpoints of what is trained. */
  readonly checkpointMinutes: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** What Ctrl-C ends a comparison with. */
export function comparisonInterrupted(): InterruptedError {
  return new InterruptedError(
    'finished trials are kept, others have a checkpoint; run the same command again to go on',
  );
}
