// `sid ground`.
import { join } from 'node:path';
import { nameHashes } from '../../experiments/hash-input.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { BOX_ROWS } from '../../grounding/box-rows.ts';
import { describeDetectorSize } from '../../grounding/detector-size.ts';
import { groundCatalog } from '../../grounding/ground-catalog.ts';
import type { GroundedCatalog } from '../../grounding/ground-catalog.ts';
import { loadGroundingDino } from '../../grounding/grounding-dino.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import type { GroundSettings } from '../../grounding/grounding-settings.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { groundRecord } from '../../records/ground-record.ts';
import type { GroundMetrics } from '../../records/ground-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { formatCount } from '../../util/format-count.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import { numberedInputs, runOverCatalog } from '../frame/catalog-run.ts';
import type { OpenedRun } from '../frame/catalog-run.ts';
import type { RunContext } from '../frame/run-command.ts';
import { problemLines } from '../print/problem-lines.ts';

type GroundOptions = OptionsOf<
  typeof GROUND_SETTINGS & Pick<typeof TRAINING_OUT, 'out' | 'resume' | 'force'>
>;

/** Catalog -> boxes. */
export async function ground(options: GroundOptions, run: RunContext): Promise<void> {
  const folder = await startRun(options, run.say);
  try {
    await groundIn(folder, valuesOf(GROUND_SETTINGS, options), { out: options.out, run });
  } finally {
    folder.leave();
  }
}

async function groundIn(
  folder: RunFolder,
  config: GroundSettings,
  { out, run }: { readonly out: string; readonly run: RunContext },
): Promise<void> {
  const detector = await loadGroundingDino(config.detector, config.detectorSize);
  const job = {
    ...{ kind: groundRecord, table: GROUND_SETTINGS, config, seed: 0 },
    inputs: { ...numberedInputs('known', config.known, BOX_ROWS.name), ...detector.files },
    async work({ catalog, begun, hash }: OpenedRun) {
      run.say(`the detector sees pictures ${describeDetectorSize(detector.size)}`);
      const grounded = await groundCatalog({
        ...{ catalog, detector, settings: config, begun, folder: folder.path },
        detectorHashes: await nameHashes(detector.files, hash),
        ...{ elapsedSeconds: run.elapsedSeconds, onProgress: run.onProgress },
        shouldStop: run.shouldStop,
      });
      return { metrics: metricsOf(grounded, run.elapsedSeconds()), problems: grounded.problems };
    },
    describe: (metrics: GroundMetrics, problems: readonly ItemProblem[]) =>
      describe(config, metrics, { out, problems }),
  };
  await runOverCatalog(folder, out, job, run);
}

function metricsOf(grounded: GroundedCatalog, seconds: number): GroundMetrics {
  const { worked, detectSeconds } = grounded;
  return {
    items: worked.numItems,
    grounded: worked.numRows,
    found: grounded.numFound,
    known: worked.numKnown,
    problems: grounded.problems.length,
    crops: grounded.numCrops,
    pictures_per_hour: Math.round((3600 * worked.numWorked) / detectSeconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
  };
}

function describe(
  { boxThreshold }: GroundSettings,
  { grounded, found, known, crops, pictures_per_hour }: GroundMetrics,
  { out, problems }: { readonly out: string; readonly problems: readonly ItemProblem[] },
): string {
  return [
    ...problemLines(out, problems, 'kept'),
    ...(known > 0 ? [`${formatCount(known)} boxes were known`] : []),
    `${formatCount(found)} of ${formatCount(grounded)} pictures have a box above ${boxThreshold}, ` +
      `of the others all is taken; ${formatCount(pictures_per_hour)} pictures/h`,
    `boxes in ${join(out, 'boxes.arrow')}; look at them in ${join(out, 'contact-sheet.html')}`,
    ...(crops > 0 ? [`${formatCount(crops)} crops in ${join(out, 'crops')}`] : []),
  ].join('\n');
}
