// Families of worlds: what each is called, says and takes.
import { fraction, numberWithin } from '../../../schema/kinds.ts';
import { completeSettings, defaultInWords, defineSettings } from '../../../schema/settings.ts';
import type { Setting, SettingsOf, SettingsTable } from '../../../schema/settings.ts';

const days = numberWithin({ least: 0.25, most: 10_000 });

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
  'uneven-tree': {
    says: 'trees of 1 to 6 levels with unequal branching; users have a few interests each',
    settings: {},
  },
  drifting: {
    says: "users' tastes and the quality of items and clusters drift: old data mislead",
    settings: defineSettings({
      tasteDriftDays: {
        kind: days,
        default: 10,
        says: "correlation of a user's taste with itself falls to 1/e in so many days",
      },
      qualityDriftDays: {
        kind: days,
        default: 10,
        says: 'the same of the quality of items and of clusters',
      },
    }),
  },
  trends: {
    says: 'topics (middle clusters) become hot for some days: shown and clicked more',
    settings: defineSettings({
      trendDays: { kind: days, default: 3, says: 'how long a topic is hot' },
      trendShare: {
        kind: numberWithin({ least: 0.001, most: 0.9 }),
        default: 0.1,
        says: 'share of the topics that are hot at any one time',
      },
      trendQuality: {
        kind: numberWithin({ least: -5, most: 5 }),
        default: 1,
        says: 'logits that a topic adds to clicks when it is hottest',
      },
      trendTraffic: {
        kind: numberWithin({ least: 0, most: 5 }),
        default: 1.5,
        says: 'log of how much more it is shown then',
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
