// Choices of `--history`.

/** Choices of `--history`, apart from the modules so that a command line is read without the tensor engine. */
export const HISTORY_NAMES = ['bypass', 'transformer', 'pma'] as const;

export type HistoryName = (typeof HISTORY_NAMES)[number];
