// The registry.
import { createBypass } from './bypass.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';
import type { HistoryName } from './history-names.ts';
import { createPma } from './pma.ts';
import { createTransformer } from './transformer.ts';

/** The history modules of `--history`. A new one is one file, one line here and one in history-names.ts. */
export const HISTORY_MODULES: Readonly<
  Record<HistoryName, (input: HistoryModuleInput) => HistoryModule>
> = {
  bypass: createBypass,
  transformer: createTransformer,
  pma: createPma,
};
