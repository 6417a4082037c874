// All settings of a table with one thing more said of each.
import type { OtherSettings, Setting, SettingsTable } from './settings.ts';

/** All settings of a table, which have an effect only with others. */
export function onlyWith<T extends SettingsTable>(table: T, others: OtherSettings): T {
  return changeEach(table, (own) => ({ onlyWith: { ...others, ...own.onlyWith } }));
}

/** The same where one of several will do. */
export function onlyWithAny<T extends SettingsTable>(
  table: T,
  choices: readonly OtherSettings[],
): T {
  return changeEach(table, () => ({ onlyWithAny: choices }));
}

/** All settings of a table that has them for others. @param why "in hourglass" */
export function withoutEffect<T extends SettingsTable>(table: T, why: string): T {
  return changeEach(table, () => ({ hasNoEffect: why }));
}

/** All settings of a table, of which none decides what comes out. */
export function decidingNothing<T extends SettingsTable>(table: T): T {
  return changeEach(table, () => ({ decides: false }));
}

function changeEach<T extends SettingsTable>(
  table: T,
  change: (own: Setting) => Partial<Setting>,
): T {
  const entries = Object.entries(table).map(([key, own]) => [key, { ...own, ...change(own) }]);
  return Object.fromEntries(entries) as T;
}
