/** A program that works when told to, in a process of its own. */
export interface Program {
  /** Shown as `theirs` in results; ours is "sid". */
  readonly name: string;
  readonly language: 'typescript' | 'python';
  /** A workload of `workloads/serve.ts`, or a module of `pytorch/`. */
  readonly workload: string;
  readonly words?: readonly string[];
}

/** One line of the benchmark. */
export interface BenchCase {
  readonly name: string;
  /** Writes into a new folder what all programs of the case read. */
  readonly prepare: (folder: string) => Promise<void>;
  readonly ours: Program;
  /** Those in Python run with --against pytorch only. */
  readonly theirs: readonly Program[];
  /** Only the fastest of theirs is reported. */
  readonly bestOfTheirs?: boolean;
  readonly stepsPerRound: number;
  readonly rounds: number;
  /** Those of theirs whose losses over the first steps must be ours. */
  readonly sameLosses?: readonly string[];
  /** How many steps these are; 20 where it is not said. */
  readonly lossSteps?: number;
  /** A command that starts anew each time has nothing to warm up. */
  readonly isWholeCommand?: boolean;
  /** Why the case cannot run here, or undefined. */
  readonly skip?: () => string | undefined;
}

/** What is known of one case and one rival; the names are fixed in the JSON output. */
export interface BenchResult {
  readonly name: string;
  readonly ours_ms: number | null;
  readonly theirs: string | null;
  readonly theirs_ms: number | null;
  /** Theirs over ours, medians; above 1 when ours is faster. */
  readonly ratio: number | null;
  /** Least and greatest ratio of a pair. */
  readonly spread: readonly [number, number] | null;
  /** Of our process. */
  readonly peak_memory_mb: number | null;
  readonly theirs_peak_memory_mb: number | null;
  readonly rounds: number;
  /** Greatest relative difference of the first losses; null where they are not compared. */
  readonly loss_difference: number | null;
  /** Why there are no figures. */
  readonly skipped?: string;
}
