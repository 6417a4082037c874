// `sid assign`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { streamEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { assignSemanticIds } from '../../quantizer/code/assign-semantic-ids.ts';
import { modelFile } from '../../quantizer/model/model-file.ts';
import { embeddingsPath } from '../../quantizer/quantizer-inputs.ts';
import type { ASSIGN_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { assignRecord } from '../../records/assign-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import type { OUT_OR_PIPE } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { assignToPipe, PIPE } from './assign-stream.ts';
import { collisionsToJson, describeCollisions, levelTable } from '../print/describe-codes.ts';

/** Embeddings -> semantic IDs. */
export async function assign(
  options: OptionsOf<typeof ASSIGN_SETTINGS & typeof OUT_OR_PIPE>,
  run: RunContext,
): Promise<void> {
  const { rqvae, out, force } = options;
  const embeddings = embeddingsPath(options);
  const model = join(rqvae, modelFile(options.model));
  if (!existsSync(model)) {
    throw new UserError(`${rqvae} holds no ${options.model} model; make one with sid train-rqvae`);
  }
  if (out === PIPE) return assignToPipe(model, embeddings, options, run);
  if (embeddings === PIPE) {
    throw new UserError(`--embeddings ${PIPE} goes with --out ${PIPE}; give both, or a file`);
  }
  assertFolderIsFree(out, { force });
  await writeFolderWhole(out, { force }, async (folder) => {
    const startSeconds = run.elapsedSeconds();
    const assigned = await assignSemanticIds({
      model,
      embeddings,
      batches: streamEmbeddings(embeddings, options, run.shouldStop),
      folder,
      onProgress: run.onProgress,
      shouldStop: run.shouldStop,
    });
    const seconds = run.elapsedSeconds() - startSeconds;
    const { collisions, levels, codebookSizes, quantizer } = assigned;
    const metrics = {
      items: collisions.items,
      items_per_second: Math.round(collisions.items / seconds),
      seconds,
      peak_memory_mb: peakMemoryMb(),
      codebook_sizes: [...codebookSizes],
      levels,
      ...collisionsToJson(collisions),
    };
    const config = { rqvae, embeddings, model: options.model, quantizer };
    const inputs = { rqvae: model, embeddings };
    await run.record(assignRecord, folder, { config, seed: 0, inputs, metrics });
    run.result(
      { out, ...metrics },
      [
        levelTable(levels, codebookSizes),
        describeCollisions(collisions),
        `codes in ${join(out, 'sids.arrow')}`,
      ].join('\n\n'),
    );
  });
}
