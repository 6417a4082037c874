// The settings of the techniques that an RQ-VAE is trained with.
import { numberWithin, oneOf, positiveInt } from '../../schema/kinds.ts';
import { nonNegativeNumbers } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';
import { BEST_BY_NAMES } from '../train/best-by.ts';
import { quantizersThat } from './quantizer-table.ts';
import { CODEBOOK_UPDATE_NAMES } from '../train/techniques/codebook-updates.ts';
import { GRADIENT_ESTIMATOR_NAMES } from '../train/techniques/gradient-estimators.ts';

/** What only a quantizer has that learns in steps. */
export const TRAINED = { quantizer: quantizersThat(({ isTrained }) => isTrained === true) };

/** Where codebooks begin; k-means on the latents, level by level, or normal rows of length 1 or so. */
export const CODEBOOK_STARTS = ['kmeans', 'random'] as const;

/** What "near" means to codes; with cosine all rows of a codebook have one length. */
export const CODEBOOK_DISTANCES = ['euclid', 'cosine'] as const;

export const TECHNIQUE_SETTINGS = defineSettings({
  gradient: {
    kind: oneOf(GRADIENT_ESTIMATOR_NAMES),
    default: 'straight-through',
    paper: 'straight-through',
    says: "how the decoder's gradient comes back through the codes",
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  codebookUpdate: {
    kind: oneOf(CODEBOOK_UPDATE_NAMES),
    default: 'ema',
    paper: 'gradient',
    says: 'how codebooks learn: by their loss, by moving averages, or as one linear map of what they were',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  emaDecay: {
    kind: numberWithin({ least: 0, most: 0.99999 }),
    default: 0.99,
    says: 'what a step leaves of the moving averages',
    onlyWith: { ...TRAINED, codebookUpdate: ['ema'] },
    isOptionalInRecords: true,
  },
  codebookStart: {
    kind: oneOf(CODEBOOK_STARTS),
    default: 'kmeans',
    says: 'where codebooks begin: k-means on latents, or normal vectors',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  codebookDistance: {
    kind: oneOf(CODEBOOK_DISTANCES),
    default: 'euclid',
    says: 'what the nearest vector is; with cosine all of a codebook have one length',
    onlyWith: { ...TRAINED, codebookUpdate: ['gradient', 'ema'] },
    isOptionalInRecords: true,
  },
  sinkhornEpsilons: {
    kind: nonNegativeNumbers,
    default: null,
    otherwise: '0 for each',
    says:
      'for each level how strictly training uses its codes equally often, 0.003 strictly, 0 not at all; items are ' +
      'assigned by the nearest in any case',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  sinkhornIterations: {
    kind: positiveInt,
    default: 50,
    says: 'rounds of that in a step',
    onlyWith: { ...TRAINED, sinkhornEpsilons: 'given' },
    isOptionalInRecords: true,
  },
  bestBy: {
    kind: oneOf(BEST_BY_NAMES),
    default: 'reconstruction',
    says: 'what the best epoch is best by; loss and reconstruction are of held-out items, the rest of up to 16,384',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  patience: {
    kind: positiveInt,
    default: null,
    otherwise: 'all epochs',
    says: 'epochs without a better one after which training ends',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
});

/** @throws UserError for techniques that do not go together */
export function assertTechniques(
  {
    sinkhornEpsilons,
    codebookUpdate,
    codebookDistance,
  }: Pick<
    SettingsOf<typeof TECHNIQUE_SETTINGS>,
    'sinkhornEpsilons' | 'codebookUpdate' | 'codebookDistance'
  >,
  levels: number,
): void {
  if (sinkhornEpsilons !== null && sinkhornEpsilons.length !== levels) {
    throw new UserError(
      `${setting('sinkhornEpsilons')} has ${sinkhornEpsilons.length} numbers, there are ${levels} levels; ` +
        'give one for each, 0 for what is not to be balanced',
    );
  }
  if (codebookUpdate === 'sim-vq' && codebookDistance === 'cosine') {
    throw new UserError(
      `${setting('codebookDistance')} cosine wants vectors that move alone; ` +
        `give ${setting('codebookUpdate')} gradient or ema`,
    );
  }
}
