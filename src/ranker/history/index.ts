import { createBypass } from './bypass.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/** The history modules of `--history`. A new one is one file and one line here. */
export const HISTORY_MODULES = {
  bypass: createBypass,
} satisfies Record<string, (input: HistoryModuleInput) => HistoryModule>;

export type HistoryName = keyof typeof HISTORY_MODULES;

export const HISTORY_NAMES = Object.keys(HISTORY_MODULES) as HistoryName[];
