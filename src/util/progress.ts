// How far work is.

/** How far a long piece of work is. Stages report it; only `cli` draws it. */
export interface Progress {
  /** What is being done, a few words: "day 3", "epoch 2". */
  readonly stage: string;
  readonly done: number;
  /** Undefined where the end is not known. */
  readonly total?: number;
  /** What is counted, plural: "impressions", "items". */
  readonly unit: string;
  /** Live figures, shown behind the bar: "ne 0.812  3,200 examples/s". */
  readonly note?: string;
}

export type ProgressListener = (progress: Progress) => void;

/** The listener for callers that do not look. */
export const ignoreProgress: ProgressListener = () => undefined;
