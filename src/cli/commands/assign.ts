// `sid assign`.
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_NAMES, modelFile } from '../../quantizer/model/model-file.ts';
import type { ModelName } from '../../quantizer/model/model-file.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { collisionsToJson, describeCollisions, levelTable } from '../print/describe-codes.ts';
import { embeddingsPath } from '../frame/embeddings-input.ts';
import type { EmbeddingsOptions } from '../frame/embeddings-input.ts';
import { addExamples } from '../frame/help.ts';
import { parseOneOf } from '../frame/options.ts';
import { defineCommand, peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';

interface AssignOptions extends EmbeddingsOptions {
  readonly rqvae: string;
  readonly model: ModelName;
  readonly out: string;
  readonly force?: true;
}

/** `sid assign`: embeddings -> semantic IDs. */
export function createAssignCommand(): Command {
  const command = new Command('assign')
    .description(
      'give items their semantic IDs\n\n' +
        'Writes sids.arrow (item_id, codes) and run.json. An item gets the same codes whatever ' +
        'other items are in the file, so new items can be assigned later with the same model.',
    )
    .requiredOption('--rqvae <dir>', 'folder of a sid train-rqvae')
    .option('--corpus <dir>', 'corpus folder')
    .option('--embeddings <file>', 'or: Arrow file with columns item_id and embedding')
    .option('--model <name>', MODEL_NAMES.join(', '), parseOneOf(MODEL_NAMES), 'best' as const)
    .requiredOption('--out <dir>', 'folder to write')
    .option('--force', 'replace what --out holds');
  addExamples(command, ['sid assign --rqvae runs/rqvae --corpus data/retail --out runs/sids']);
  return defineCommand<AssignOptions>(command, assign);
}

async function assign(options: AssignOptions, run: RunContext): Promise<void> {
  const { rqvae, out } = options;
  const force = options.force === true;
  const embeddings = embeddingsPath(options);
  assertFolderIsFree(out, { force });
  const model = join(rqvae, modelFile(options.model));
  if (!existsSync(model)) {
    throw new UserError(`${rqvae} holds no ${options.model} model; make one with sid train-rqvae`);
  }
  const { assignSemanticIds } = await import('../../quantizer/code/assign-semantic-ids.ts');
  await writeFolderWhole(out, { force }, async (folder) => {
    const startSeconds = run.elapsedSeconds();
    const assigned = await assignSemanticIds({
      model,
      embeddings,
      folder,
      onProgress: run.onProgress,
      shouldStop: run.shouldStop,
    });
    const seconds = run.elapsedSeconds() - startSeconds;
    const { collisions, levels, codebookSize, quantizer } = assigned;
    const metrics = {
      items: collisions.items,
      items_per_second: Math.round(collisions.items / seconds),
      seconds,
      peak_memory_mb: peakMemoryMb(),
      levels,
      ...collisionsToJson(collisions),
    };
    const config = { rqvae, embeddings, model: options.model, quantizer };
    const inputs = { rqvae: model, embeddings };
    await run.record(folder, { config, seed: 0, inputs, metrics });
    run.result(
      { out, ...metrics },
      [
        levelTable(levels, codebookSize),
        describeCollisions(collisions),
        `codes in ${join(out, 'sids.arrow')}`,
      ].join('\n\n'),
    );
  });
}
