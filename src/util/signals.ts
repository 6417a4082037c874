// Ctrl-C, asked between batches.

/** Asked between two batches: true when the user wants to stop (Ctrl-C). */
export type ShouldStop = () => boolean;

/** For callers that cannot be interrupted. */
export const neverStop: ShouldStop = () => false;
