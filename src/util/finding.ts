// What `sid doctor` shows.

/** One line of `sid doctor`. */
export interface Finding {
  readonly name: string;
  /** `missing`: an optional part that is not there. `poor`: sid suffers from it. */
  readonly state: 'good' | 'poor' | 'missing';
  readonly value: string;
  /** How to mend it. */
  readonly remedy?: string;
}
