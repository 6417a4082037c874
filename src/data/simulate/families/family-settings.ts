// Families of worlds: what each is called, says and takes.
import { fraction } from '../../../schema/kinds.ts';
import { completeSettings, defaultInWords, defineSettings } from '../../../schema/settings.ts';
import type { Setting, SettingsOf, SettingsTable } from '../../../schema/settings.ts';

/** A family is a row here, a file beside this one, and a line in world-families.ts. */
export const FAMILIES = {
  tree: {
    says: 'content, taste and quality share one even tree; only popularity changes',
    settings: {},
  },
  'hidden-factors': {
    says: 'taste and quality come in part from what content does not show',
    settings: defineSettings({
      contentSignal: {
        kind: fraction,
        default: 0.5,
        says: "share of the variance of taste and of clusters' quality that content shows; at 0 it says nothing",
      },
    }),
  },
} as const;

export type FamilyName = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as FamilyName[];

/** The settings of one family alone. */
export type FamilySettings<F extends FamilyName> = SettingsOf<(typeof FAMILIES)[F]['settings']>;

/** The settings of one family out of all, with its defaults where they are null. */
export function familySettings<F extends FamilyName>(family: F, config: object): FamilySettings<F> {
  return completeSettings<SettingsTable>(
    FAMILIES[family].settings,
    config,
    '',
  ) as FamilySettings<F>;
}

/** Settings of one family among those of all worlds: null in the worlds of others. */
type OwnSettings<T> = {
  readonly [K in keyof T]: Omit<T[K], 'default'> & { readonly default: null };
};

/** A family's settings as rows of the table of all worlds' settings. */
export function ownSettings<F extends FamilyName>(
  family: F,
): OwnSettings<(typeof FAMILIES)[F]['settings']> {
  const rows = Object.entries<Setting>(FAMILIES[family].settings).map(([key, setting]) => {
    const { says } = setting;
    return [
      key,
      {
        ...setting,
        says: `with ${family}: ${says}`,
        default: null,
        otherwise: defaultInWords(setting),
      },
    ];
  });
  return Object.fromEntries(rows) as OwnSettings<(typeof FAMILIES)[F]['settings']>;
}
