/** Work that can be done again and again. */
export interface Workload {
  /** @returns the step's loss; NaN where there is none */
  step(): number | Promise<number>;
  /** Where the work is done by another process: its highest memory, MiB. */
  peakMemoryMb?(): number;
}

/** @param folder what the case prepared @param words further arguments of the program */
export type CreateWorkload = (
  folder: string,
  words: readonly string[],
) => Workload | Promise<Workload>;
