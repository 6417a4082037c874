// `sid assign`.
import { join } from 'node:path';
import { EMBEDDING_COLUMN_SETTINGS } from '../../artifacts/embedding-columns.ts';
import { streamEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { sidsFile } from '../../artifacts/semantic-ids.ts';
import { assignSemanticIds } from '../../quantizer/code/assign-semantic-ids.ts';
import { hashInput } from '../../experiments/hash-input.ts';
import { readPublishedSids, rulesOf } from '../../quantizer/code/published-sids.ts';
import { findModel } from '../../quantizer/model/find-model.ts';
import { embeddingsPath } from '../../quantizer/quantizer-inputs.ts';
import type { ASSIGN_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { assignRecord } from '../../records/assign-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import type { OUT_OR_PIPE } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { assignToPipe, PIPE } from './assign-stream.ts';
import {
  collisionsToJson,
  describeAdded,
  describeCollisions,
  levelTable,
} from '../print/describe-codes.ts';

/** Embeddings -> semantic IDs. */
export async function assign(
  options: OptionsOf<typeof ASSIGN_SETTINGS & typeof OUT_OR_PIPE>,
  run: RunContext,
): Promise<void> {
  const { rqvae, out, force, append } = options;
  const embeddings = embeddingsPath(options);
  const model = findModel(rqvae, options.model);
  if (out === PIPE) return assignToPipe(model, embeddings, pipedBeam(options), options, run);
  if (embeddings === PIPE) {
    throw new UserError(`--embeddings ${PIPE} goes with --out ${PIPE}; give both, or a file`);
  }
  assertFolderIsFree(out, { force });
  const published = append === null ? null : await readPublishedSids(sidsFile(append));
  const rules = rulesOf(options, published);
  await writeFolderWhole(out, { force }, async (folder) => {
    const startSeconds = run.elapsedSeconds();
    const assigned = await assignSemanticIds({
      model,
      embeddings,
      embeddingsHash: await hashInput(embeddings),
      rules,
      published,
      batches: streamEmbeddings(embeddings, options, run.shouldStop),
      folder,
      onProgress: run.onProgress,
      shouldStop: run.shouldStop,
    });
    const seconds = run.elapsedSeconds() - startSeconds;
    const { collisions, levels, codebookSizes, quantizer, newItems, movedItems } = assigned;
    const metrics = {
      items: collisions.items,
      new_items: newItems,
      moved_items: movedItems,
      items_per_second: Math.round(newItems / seconds),
      seconds,
      peak_memory_mb: peakMemoryMb(),
      codebook_sizes: [...codebookSizes],
      levels,
      ...collisionsToJson(collisions),
    };
    const config = {
      ...{ rqvae, embeddings, ...valuesOf(EMBEDDING_COLUMN_SETTINGS, options) },
      ...{ model: options.model, quantizer, append, ...rules },
    };
    const inputs = {
      ...{ rqvae: model, embeddings },
      ...(published === null ? {} : { append: published.path }),
    };
    await run.record(assignRecord, folder, { config, seed: 0, inputs, metrics });
    run.result(
      { out, ...metrics },
      [
        levelTable(levels, codebookSizes),
        describeCollisions(collisions),
        ...describeAdded(metrics, published?.path),
        `codes in ${join(out, 'sids.arrow')}`,
      ].join('\n\n'),
    );
  });
}

/** What a pipe has of the rules: items come and go one by one. */
function pipedBeam({ collisions, append, beam }: OptionsOf<typeof ASSIGN_SETTINGS>): number {
  if (append === null && (collisions === null || collisions === 'keep')) return beam ?? 1;
  const flag = append === null ? `--collisions ${collisions}` : '--append';
  throw new UserError(`${flag} takes all items together; give --out a folder, not ${PIPE}`);
}
