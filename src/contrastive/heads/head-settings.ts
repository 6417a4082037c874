// What can be chosen of heads on features of frozen encoders.
import { EMBEDDING_COLUMN_SETTINGS } from '../../artifacts/embedding-columns.ts';
import { embeddingsAt, oneOf, positiveInt } from '../../schema/kinds.ts';
import { onlyWith } from '../../schema/change-settings.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';

/** How features are prepared before a head sees them. */
export const FEATURE_FORMS = ['centered', 'unit', 'standardized'] as const;
export type FeatureForm = (typeof FEATURE_FORMS)[number];

export const HEAD_SETTINGS = onlyWith(
  defineSettings({
    pictureFeatures: {
      kind: embeddingsAt,
      default: null,
      says: 'vectors of pictures for heads: an output of sid embed, or a table with ids and lists',
    },
    textFeatures: { kind: embeddingsAt, default: null, says: 'the same of texts' },
    ...EMBEDDING_COLUMN_SETTINGS,
    headWidth: { kind: positiveInt, default: 512, says: 'numbers of a vector that a head makes' },
    headHidden: {
      kind: positiveInt,
      default: null,
      otherwise: 'a linear map alone',
      says: 'units of a hidden layer (GELU) beside the linear map, which starts without effect',
    },
    featureForm: {
      kind: oneOf(FEATURE_FORMS),
      default: 'centered',
      says:
        'how features are prepared: of length 1 (unit); then without the mean of those trained on, and of length 1 ' +
        'again (centered) or each column divided by its deviation (standardized)',
    },
  }),
  { train: ['heads'] },
);
export type HeadSettings = SettingsOf<typeof HEAD_SETTINGS>;
