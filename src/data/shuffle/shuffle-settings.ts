// The settings of `sid shuffle-labels`.
import { folder, nonNegativeInt } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';

/** What `sid shuffle-labels` takes. */
export const SHUFFLE_SETTINGS = defineSettings({
  corpus: { kind: folder, required: true, says: 'corpus whose labels are shuffled in a copy' },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of the order' },
});
