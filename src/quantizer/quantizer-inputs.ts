// What a quantizer is trained on, and what codes are assigned with.
import { corpusPath } from '../artifacts/corpus.ts';
import { EMBEDDING_COLUMN_SETTINGS } from '../artifacts/embedding-columns.ts';
import { file, folder, oneOf } from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { MODEL_NAMES } from './model/model-file.ts';

/** Where embeddings are: one of the two. */
export const EMBEDDINGS_SETTINGS = defineSettings({
  corpus: { kind: folder, default: null, says: 'corpus folder' },
  embeddings: {
    kind: file,
    default: null,
    says: 'or: Parquet, Arrow, CSV or JSON lines with a column of ids and one of lists of numbers',
  },
  ...EMBEDDING_COLUMN_SETTINGS,
});

/** What `sid assign` takes. */
export const ASSIGN_SETTINGS = defineSettings({
  rqvae: { kind: folder, required: true, says: 'folder of a sid train-rqvae' },
  ...EMBEDDINGS_SETTINGS,
  embeddings: {
    ...EMBEDDINGS_SETTINGS.embeddings,
    says: `${EMBEDDINGS_SETTINGS.embeddings.says}; -: an Arrow stream on standard input`,
  },
  model: {
    kind: oneOf(MODEL_NAMES),
    default: 'best',
    says: 'that of the best epoch, or of the last',
  },
});

/** The file of embeddings. @throws UserError unless exactly one of the two is given */
export function embeddingsPath({
  corpus,
  embeddings,
}: Pick<SettingsOf<typeof EMBEDDINGS_SETTINGS>, 'corpus' | 'embeddings'>): string {
  if (corpus !== null && embeddings !== null) {
    throw new UserError(
      `${setting('corpus')} and ${setting('embeddings')} are both given; leave one out`,
    );
  }
  if (embeddings !== null) return embeddings;
  if (corpus !== null) return corpusPath(corpus, 'embeddings.arrow');
  throw new UserError(`give ${setting('corpus')} DIR, or ${setting('embeddings')} FILE`);
}
