// `sid assign --out -`: codes as a stream, for engines that run it in parallel.
import { openArrowStream } from '../../artifacts/arrow-stream.ts';
import { createEmbeddingBatchReader, embeddingColumnsOf } from '../../artifacts/embedding-batch.ts';
import type { EmbeddingColumnSettings } from '../../artifacts/embedding-columns.ts';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { createSemanticIdPipe } from '../../artifacts/sid-stream.ts';
import { PLAIN_MAKING } from '../../artifacts/sids-making.ts';
import { streamEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { codeBatches } from '../../quantizer/code/code-batches.ts';
import { readQuantizer } from '../../quantizer/model/saved-quantizer.ts';
import { systemErrorCode, UserError } from '../../util/errors.ts';
import { formatCount } from '../../util/format-count.ts';
import { hashFile } from '../../util/hash-file.ts';
import type { RunContext } from '../frame/run-command.ts';

/** Standard input as embeddings, standard output as a place for codes. */
export const PIPE = '-';

/**
 * Each batch of codes goes out when its embeddings have come in; nothing else goes to standard output. What is known of the
 * codes stands in the stream's schema, as in that of `sids.arrow`.
 *
 * @param model its file
 * @param embeddings a file, or `PIPE`
 */
export async function assignToPipe(
  model: string,
  embeddings: string,
  beam: number,
  columns: EmbeddingColumnSettings,
  run: RunContext,
): Promise<void> {
  const quantizer = readQuantizer(model);
  try {
    const { codebookSizes } = quantizer.model;
    const format = {
      ...{ levels: codebookSizes.length, codebookSizes, quantizer: await hashFile(model) },
      making: { ...PLAIN_MAKING, beam },
    };
    const pipe = createSemanticIdPipe(process.stdout, format);
    const { onProgress, shouldStop } = run;
    const batches =
      embeddings === PIPE
        ? standardInput(columns)
        : streamEmbeddings(embeddings, columns, shouldStop);
    const name = embeddings === PIPE ? STANDARD_INPUT : embeddings;
    const job = { quantizer, model, embeddings: name, batches, beam, onProgress, shouldStop };
    let items = 0;
    for await (const { itemIds, codes_BL } of codeBatches(job)) {
      await pipe.write(itemIds, codes_BL);
      items += itemIds.length;
    }
    await pipe.close();
    run.say(`${formatCount(items)} items assigned`);
  } catch (error) {
    if (systemErrorCode(error) !== 'EPIPE') throw error;
    throw new UserError('standard output was closed before all codes were written; see its reader');
  } finally {
    quantizer.model.dispose();
  }
}

const STANDARD_INPUT = 'standard input';

async function* standardInput(
  columns: EmbeddingColumnSettings,
): AsyncGenerator<ItemEmbeddingBatch> {
  const stream = await openArrowStream(process.stdin, STANDARD_INPUT);
  const found = embeddingColumnsOf(stream.schema, columns, STANDARD_INPUT);
  const read = createEmbeddingBatchReader(found, STANDARD_INPUT);
  for await (const batch of stream.batches()) yield read(batch);
}
