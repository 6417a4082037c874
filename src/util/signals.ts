// What is asked between batches: to stop, to write a checkpoint.

/** Asked between two batches: true when the user wants to stop (Ctrl-C). */
export type ShouldStop = () => boolean;

/** For callers that cannot be interrupted. */
export const neverStop: ShouldStop = () => false;

/** Asked between two batches: true when so much time has passed that a checkpoint should be written now. */
export type IsCheckpointDue = () => boolean;
