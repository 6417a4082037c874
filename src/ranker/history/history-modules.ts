// The modules of `--history`, one row each.
import { createBypass } from './bypass.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';
import { createPma } from './pma.ts';
import { createTransformer } from './transformer.ts';

/** A module's row in the table. */
export interface HistoryModuleRow {
  /** Where it comes from. */
  readonly paper: string;
  /** In plain words, for help texts. */
  readonly says: string;
  /** Whether its passes say who attends to whom. */
  readonly hasAttention: boolean;
  readonly create: (input: HistoryModuleInput) => HistoryModule;
}

/** Every history module; flags, help and checks are read from here. A new one is a file and a row. */
export const HISTORY_MODULES = {
  bypass: {
    paper: 'Zheng 2025, section 3: Bypass',
    says: 'the mean of the clicks, through one linear map.',
    hasAttention: false,
    create: createBypass,
  },
  transformer: {
    paper: 'Zheng 2025, section 3: Transformer',
    says: 'the clicks attend to one another; then their mean.',
    hasAttention: true,
    create: createTransformer,
  },
  pma: {
    paper: 'Zheng 2025, section 3: PMA',
    says: 'learned queries attend to the clicks; then their mean.',
    hasAttention: true,
    create: createPma,
  },
} satisfies Record<string, HistoryModuleRow>;

export type HistoryName = keyof typeof HISTORY_MODULES;

/** The names of `--history`. */
export const HISTORY_NAMES = Object.keys(HISTORY_MODULES) as readonly HistoryName[];
