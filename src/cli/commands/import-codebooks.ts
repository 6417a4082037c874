// `sid import codebooks`.
import { join } from 'node:path';
import { codebooksToQuantizer } from '../../interchange/codebooks/codebooks-to-quantizer.ts';
import { IMPORT_CODEBOOKS_SETTINGS } from '../../interchange/codebooks/import-codebooks-settings.ts';
import { readCodebooks } from '../../interchange/codebooks/read-codebooks.ts';
import { MODEL_NAMES, modelFile } from '../../quantizer/model/model-file.ts';
import { writeQuantizer } from '../../quantizer/model/saved-quantizer.ts';
import { importCodebooksRecord } from '../../records/import-codebooks-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';

/** Somebody's codebooks -> a quantizer. */
export async function importCodebooks(
  options: OptionsOf<typeof IMPORT_CODEBOOKS_SETTINGS & typeof OUT>,
  run: RunContext,
): Promise<void> {
  const { out, force } = options;
  assertFolderIsFree(out, { force });
  const config = valuesOf(IMPORT_CODEBOOKS_SETTINGS, options);
  const read = readCodebooks(config.codebooks, config.codebookSizes);
  await writeFolderWhole(out, { force }, async (folder) => {
    const quantizer = codebooksToQuantizer(read, config.normalize);
    try {
      // As of residual k-means: nothing is learned, so best and last are one.
      for (const name of MODEL_NAMES)
        await writeQuantizer(join(folder, modelFile(name)), quantizer);
    } finally {
      quantizer.model.dispose();
    }
    const { sizes, width, notes } = read;
    const metrics = {
      codebook_sizes: [...sizes],
      width,
      notes: [...notes],
      seconds: run.elapsedSeconds(),
    };
    const inputs = { codebooks: config.codebooks };
    await run.record(importCodebooksRecord, folder, { config, seed: 0, inputs, metrics });
    for (const note of notes) run.warn(note);
    run.result(
      { out, ...metrics },
      `${sizes.length} levels of ${sizes.join(', ')} vectors, ${width} floats each, in ${out}\n` +
        `sid assign --rqvae ${out} codes embeddings of ${width} floats`,
    );
  });
}
