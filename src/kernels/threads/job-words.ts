// The words of a job that threads share.

/** 32-bit words in the kernels' memory, in their order. */
export const JOB_WORDS = [
  /** One more with each job that is shared: what helpers sleep on. */
  'sequence',
  /** Chunks that nobody has taken; below 0 by those who asked in vain. */
  'left',
  /** Chunks that are done. */
  'done',
  'numChunks',
  /** Places of a chunk. */
  'chunk',
  /** Places of the job. */
  'end',
  /** The kernel's number. */
  'kernel',
  /** The address of what it works on. */
  'block',
  /** The helper that died, 0: none. */
  'dead',
  /** Bytes of what it died of; the text stands behind these words. */
  'reasonBytes',
] as const;

/** Where each stands. */
export const JOB = Object.fromEntries(JOB_WORDS.map((name, at) => [name, at])) as Readonly<
  Record<(typeof JOB_WORDS)[number], number>
>;
