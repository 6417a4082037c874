// `sid import codes`.
import { join } from 'node:path';
import { writeSemanticIds } from '../../artifacts/semantic-ids.ts';
import { withDatabase } from '../../data/duckdb.ts';
import { IMPORT_CODES_SETTINGS } from '../../interchange/codes/import-codes-settings.ts';
import { readCodes } from '../../interchange/codes/read-codes.ts';
import type { ReadCodes } from '../../interchange/codes/read-codes.ts';
import { createCodeCounts } from '../../quantizer/code/code-counts.ts';
import { createCollisionMeter } from '../../quantizer/code/collisions.ts';
import { importCodesRecord } from '../../records/import-codes-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { collisionsToJson, describeCollisions, levelTable } from '../print/describe-codes.ts';

/** Somebody's codes -> semantic IDs. */
export async function importCodes(
  options: OptionsOf<typeof IMPORT_CODES_SETTINGS & typeof OUT>,
  run: RunContext,
): Promise<void> {
  const { out, force } = options;
  assertFolderIsFree(out, { force });
  const config = valuesOf(IMPORT_CODES_SETTINGS, options);
  await writeFolderWhole(out, { force }, async (folder) => {
    const { shouldStop } = run;
    const read = await withDatabase({ shouldStop }, (database) => readCodes(database, config));
    const { codes_NL, quantizer, codebookSizes } = read;
    await writeSemanticIds(join(folder, 'sids.arrow'), read);
    const counts = createCodeCounts(codebookSizes);
    counts.add(codes_NL);
    const meter = createCollisionMeter(codebookSizes);
    meter.add(codes_NL);
    const collisions = meter.finish();
    const metrics = {
      items: collisions.items,
      quantizer,
      levels: counts.usage(),
      codebook_sizes: codebookSizes,
      sizes_inferred: read.areSizesInferred,
      ...collisionsToJson(collisions),
      seconds: run.elapsedSeconds(),
      peak_memory_mb: peakMemoryMb(),
    };
    const inputs = { codes: config.codes };
    await run.record(importCodesRecord, folder, { config, seed: 0, inputs, metrics });
    for (const note of notesOn(read)) run.say(note);
    run.result(
      { out, ...metrics },
      [
        levelTable(counts.usage(), codebookSizes),
        describeCollisions(collisions),
        `codes in ${join(out, 'sids.arrow')}`,
      ].join('\n\n'),
    );
  });
}

function notesOn({ areSizesInferred, codebookSizes, levels, levelsThere }: ReadCodes): string[] {
  return [
    ...(areSizesInferred
      ? [
          `sizes of the codebooks, by the highest code of each level: ${codebookSizes.join(', ')}; ` +
            `give --codebook-sizes where they are larger`,
        ]
      : []),
    ...(levels < levelsThere ? [`the first ${levels} of ${levelsThere} levels are taken`] : []),
  ];
}
