// --corpus or --embeddings.
import { corpusPath } from '../../artifacts/corpus.ts';
import { UserError } from '../../util/errors.ts';

/** Flags that say where the embeddings are. */
export interface EmbeddingsOptions {
  readonly corpus?: string;
  readonly embeddings?: string;
}

/** The file of embeddings. @throws UserError unless exactly one of the two flags is given */
export function embeddingsPath({ corpus, embeddings }: EmbeddingsOptions): string {
  if (corpus === undefined && embeddings === undefined) {
    throw new UserError('give --corpus DIR, or --embeddings FILE');
  }
  if (corpus !== undefined && embeddings !== undefined) {
    throw new UserError('--corpus and --embeddings are both given; leave one out');
  }
  return embeddings ?? corpusPath(corpus ?? '', 'embeddings.arrow');
}
