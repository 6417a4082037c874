// A stream of embeddings to a stream of codes.
import { packIds } from '../../artifacts/id-file.ts';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { InterruptedError, UserError } from '../../util/errors.ts';
import type { Ids } from '../../util/ids.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { Quantizer } from '../model/saved-quantizer.ts';
import { beamCodes } from './beam-search.ts';
import { codeEmbeddings, encodeEmbeddings } from './code-embeddings.ts';

/** Embeddings to be coded. */
export interface CodingJob {
  readonly quantizer: Quantizer;
  /** The model's file, for messages. */
  readonly model: string;
  /** Where the embeddings are from, for messages. */
  readonly embeddings: string;
  readonly batches: AsyncIterable<ItemEmbeddingBatch>;
  /** Paths that are kept at each level; 1: level by level. */
  readonly beam: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** Some items, in the order in which they came. */
export interface CodedBatch {
  readonly itemIds: Ids;
  readonly codes_BL: Int32Array;
  readonly embeddings_BD: Float32Array;
}

/**
 * Codes batch after batch; memory: one batch.
 *
 * @throws UserError where the embeddings are not as wide as those of the model
 */
export async function* codeBatches(job: CodingJob): AsyncGenerator<CodedBatch> {
  const { quantizer, batches, beam } = job;
  let done = 0;
  for await (const { itemIds, embeddings_BD, width } of batches) {
    if (itemIds.length === 0) continue;
    assertWidth(width, quantizer.model.inputWidth, job);
    const greedy_BL = codeEmbeddings(quantizer, embeddings_BD);
    const codes_BL =
      beam === 1
        ? greedy_BL
        : beamCodes(quantizer.model, encodeEmbeddings(quantizer, embeddings_BD), greedy_BL, beam);
    yield { itemIds: packIds(itemIds), codes_BL, embeddings_BD };
    done += itemIds.length;
    job.onProgress({ stage: 'assigning', done, unit: 'items' });
    if (job.shouldStop()) {
      throw new InterruptedError('nothing was written; run the same command again');
    }
  }
}

function assertWidth(
  width: number,
  wanted: number,
  { model, embeddings }: Pick<CodingJob, 'model' | 'embeddings'>,
): void {
  if (width === wanted) return;
  throw new UserError(
    `${embeddings}: embeddings have ${width} floats, ${model} was trained on ${wanted}; ` +
      'give embeddings of the same encoder, or train on these',
  );
}
