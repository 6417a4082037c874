// The data set of a comparison, with its settings.
import { IMPORT_SETS } from '../../data/import/import-settings.ts';
import type { ImportSet } from '../../data/import/import-settings.ts';
import { isObject, lazy, looseObjectOf, objectOf, pipe, transform } from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import { oneOf } from '../../schema/kinds.ts';
import { givenEntries, withoutNothing } from '../../schema/settings.ts';
import type { GivenOf, SettingsTable } from '../../schema/settings.ts';
import { nameIn } from './name-in.ts';

/** The settings of a data set, by its name. */
export type ImportConfig = {
  readonly [S in ImportSet]: {
    readonly set: S;
    readonly settings: GivenOf<(typeof IMPORT_SETS)[S]>;
  };
}[ImportSet];

const importSet = oneOf(Object.keys(IMPORT_SETS) as ImportSet[]).schema;

/** What else it may say follows from its set. */
export const importConfig: Schema<ImportConfig> = lazy((input) => {
  const set = nameIn(IMPORT_SETS, isObject(input) ? input.set : undefined);
  const table: SettingsTable = set === undefined ? {} : IMPORT_SETS[set];
  const entries = { set: importSet, ...givenEntries(table) };
  return pipe(
    set === undefined ? looseObjectOf(entries) : objectOf(entries),
    transform(({ set: name, ...rest }) => ({ set: name, settings: withoutNothing(rest) })),
  );
});
