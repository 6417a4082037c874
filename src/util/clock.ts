// Time, for stages that have to wait.

/** What tells the time and waits. The command line gives the machine's own; tests give one that they turn. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}
