// Outputs of the stages before, for every command that looks at items as `sid embed` does.
import { folder } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
import { defineSettings } from '../schema/settings.ts';

export const SOURCE_SETTINGS = defineSettings({
  boxes: {
    kind: severalOf(folder, 'dirs'),
    default: null,
    otherwise: 'whole pictures',
    says: 'outputs of `sid ground`: pictures are cut to their boxes',
  },
  texts: {
    kind: severalOf(folder, 'dirs'),
    default: null,
    otherwise: 'what the catalog says',
    says: 'outputs of `sid describe`: the texts to encode',
  },
});
