// A stream of embeddings to sids.arrow.
import { join } from 'node:path';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { writeSemanticIdStream } from '../../artifacts/semantic-ids.ts';
import { InterruptedError, UserError } from '../../util/errors.ts';
import { hashFile } from '../../util/hash-file.ts';
import type { Ids } from '../../util/ids.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { createCodeCounts } from './code-counts.ts';
import type { CodeUsage } from './code-counts.ts';
import { codeEmbeddings } from './code-embeddings.ts';
import { createCollisionMeter } from './collisions.ts';
import type { Collisions } from './collisions.ts';
import { codebookSizesOf } from '../model/rq-vae-config.ts';
import { readQuantizer } from '../model/saved-quantizer.ts';

export interface AssignJob {
  /** A model's file. */
  readonly model: string;
  /** Where the embeddings are from, for messages. */
  readonly embeddings: string;
  readonly batches: AsyncIterable<ItemEmbeddingBatch>;
  /** Folder for `sids.arrow`. */
  readonly folder: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface Assigned {
  readonly levels: readonly CodeUsage[];
  /** Codes of each level, coarse to fine. */
  readonly codebookSizes: readonly number[];
  readonly collisions: Collisions;
  /** SHA-256 of the model's file. */
  readonly quantizer: string;
}

/**
 * Gives every item its semantic ID. Memory: one batch, and 8 bytes an item to count collisions.
 *
 * @throws UserError naming file and row for embeddings that the model cannot code
 */
export async function assignSemanticIds(job: AssignJob): Promise<Assigned> {
  const quantizer = readQuantizer(job.model);
  const { levels, codebookSize } = quantizer.config;
  const codebookSizes = codebookSizesOf(quantizer.config);
  const hash = await hashFile(job.model);
  const counts = createCodeCounts(levels, codebookSize);
  const collisions = createCollisionMeter(levels, codebookSize);
  const path = join(job.folder, 'sids.arrow');
  let done = 0;
  try {
    await writeSemanticIdStream(path, { levels, codebookSizes, quantizer: hash }, async (write) => {
      for await (const batch of job.batches) {
        if (batch.itemIds.length === 0) continue;
        assertWidth(batch.width, quantizer.model.inputWidth, job);
        const codes_BL = codeEmbeddings(quantizer, batch.embeddings_BD);
        counts.add(codes_BL);
        collisions.add(codes_BL);
        await write(packIds(batch.itemIds), codes_BL);
        done += batch.itemIds.length;
        job.onProgress({ stage: 'assigning', done, unit: 'items' });
        if (job.shouldStop()) {
          throw new InterruptedError('nothing was written; run the same command again');
        }
      }
      if (done === 0) throw new UserError(`${job.embeddings} holds no items; make it again`);
    });
  } finally {
    quantizer.model.dispose();
  }
  return {
    levels: counts.usage(),
    codebookSizes,
    collisions: collisions.finish(),
    quantizer: hash,
  };
}

function assertWidth(width: number, wanted: number, { model, embeddings }: AssignJob): void {
  if (width === wanted) return;
  throw new UserError(
    `${embeddings}: embeddings have ${width} floats, ${model} was trained on ${wanted}; ` +
      'give embeddings of the same encoder, or train on these',
  );
}

function packIds(ids: readonly (number | string)[]): Ids {
  return ids.every((id) => typeof id === 'number') ? Float64Array.from(ids) : ids.map(String);
}
