// What a quantizer is trained on, and what codes are assigned with.
import { existsSync } from 'node:fs';
import { corpusPath } from '../artifacts/corpus.ts';
import { EMBEDDING_COLUMN_SETTINGS } from '../artifacts/embedding-columns.ts';
import { embeddingsFileAt } from '../artifacts/embeddings-file.ts';
import { COLLISION_POLICIES } from '../artifacts/sids-making.ts';
import { file, flag, folder, oneOf, positiveInt } from '../schema/kinds.ts';
import { severalOf } from '../schema/list-kinds.ts';
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
    says: 'or: an output of sid embed; or Parquet, Arrow, CSV or JSON lines with a column of ids and one of lists of numbers',
  },
  ...EMBEDDING_COLUMN_SETTINGS,
});

/** Settings of those that tell items apart. */
const APART = { collisions: ['count', 'next-best'] };

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
  append: {
    kind: file,
    default: null,
    says: 'sids.arrow, or its folder, whose items keep their rows: codes for the others are put behind',
  },
  collisions: {
    kind: oneOf(COLLISION_POLICIES),
    default: null,
    otherwise: 'keep, or as for the items before',
    says: 'items with the same codes: share them, get one more code that counts, or the nearest codes that are free',
  },
  capacity: {
    kind: positiveInt,
    default: null,
    otherwise: '1 with next-best, as many as it takes with count',
    says: 'items of one semantic ID, or codes of the counting level',
    onlyWith: APART,
  },
  shareDuplicates: {
    kind: flag,
    default: false,
    says: 'items with the same embedding, bit for bit, share a semantic ID all the same',
    onlyWith: APART,
  },
  beam: {
    kind: positiveInt,
    default: null,
    otherwise: '1, or as for the items before',
    says: 'paths kept at each level, the one that leaves least over wins',
  },
});

/** What `sid verify` takes. */
export const VERIFY_SETTINGS = defineSettings({
  sids: { kind: file, required: true, says: 'sids.arrow, or the folder of a sid assign' },
  rqvae: ASSIGN_SETTINGS.rqvae,
  corpus: EMBEDDINGS_SETTINGS.corpus,
  embeddings: {
    kind: severalOf(file, 'files'),
    default: null,
    says: `${EMBEDDINGS_SETTINGS.embeddings.says}; several where items were appended`,
  },
  ...EMBEDDING_COLUMN_SETTINGS,
});

/** The file of embeddings. @throws UserError unless exactly one of the two is given, and for a folder that has none */
export function embeddingsPath({
  corpus,
  embeddings,
}: Pick<SettingsOf<typeof EMBEDDINGS_SETTINGS>, 'corpus' | 'embeddings'>): string {
  if (corpus !== null && embeddings !== null) {
    throw new UserError(
      `${setting('corpus')} and ${setting('embeddings')} are both given; leave one out`,
    );
  }
  if (embeddings !== null) return embeddingsFileAt(embeddings);
  if (corpus !== null) {
    const path = corpusPath(corpus, 'embeddings.arrow');
    if (existsSync(path) || !existsSync(corpusPath(corpus, 'corpus.json'))) return path;
    throw new UserError(
      `${corpus} has no embeddings, as its items are a catalog's; give ${setting('embeddings')} of sid embed`,
    );
  }
  throw new UserError(`give ${setting('corpus')} DIR, or ${setting('embeddings')} FILE`);
}
