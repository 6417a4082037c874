// Where and how a comparison runs.
import { InterruptedError } from '../../util/errors.ts';
import type { CodeVersions } from './code-versions.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';

/** Where and how a comparison runs. */
export interface ComparisonJob {
  /** Folder for what is prepared and for trials. */
  readonly out: string;
  /** Processes at a time. */
  readonly jobs: number;
  /** Threads in all, divided among the processes that run. */
  readonly threads: number;
  /** Of the code: part of what decides a result. */
  readonly code: CodeVersions;
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
