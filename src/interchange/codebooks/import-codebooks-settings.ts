// The settings of `sid import codebooks`.
import { file, oneOf } from '../../schema/kinds.ts';
import { widths } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';

/** What needs no figures of the items that codebooks were made from. */
const NORMALIZATIONS = ['none', 'unit-norm'] as const;

export const IMPORT_CODEBOOKS_SETTINGS = defineSettings({
  codebooks: {
    kind: file,
    required: true,
    says:
      "safetensors (vector-quantize-pytorch's layers.N._codebook.embed, or codebooks) or .npy ([L, K, d], or faiss's " +
      'rq.codebooks as [all vectors, d])',
  },
  codebookSizes: {
    kind: widths,
    default: null,
    otherwise: 'as in the file',
    says: 'vectors of each level, where the file has them in one list: 256,64,64; one number: levels of that size',
  },
  normalize: {
    kind: oneOf(NORMALIZATIONS),
    default: 'none',
    says: 'what happens to embeddings before the first level',
  },
});
export type ImportCodebooksSettings = SettingsOf<typeof IMPORT_CODEBOOKS_SETTINGS>;
