// `sid ground`.
import { join } from 'node:path';
import { describeCatalogColumns } from '../../data/catalog/catalog-columns.ts';
import { openCatalog } from '../../data/catalog/open-catalog.ts';
import { openDatabase } from '../../data/duckdb.ts';
import type { Database } from '../../data/duckdb.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { createInputHasher, nameHashes } from '../../experiments/hash-input.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
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
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { formatCount } from '../../util/format-count.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { nameFlags, problemLines } from '../print/problem-lines.ts';

type GroundOptions = OptionsOf<
  typeof GROUND_SETTINGS & Pick<typeof TRAINING_OUT, 'out' | 'resume' | 'force'>
>;

const DATABASE_MB = 512;

/** Catalog -> boxes. */
export async function ground(options: GroundOptions, run: RunContext): Promise<void> {
  const folder = await startRun(options, run.say);
  try {
    await groundIn(folder, valuesOf(GROUND_SETTINGS, options), { run, out: options.out });
  } finally {
    folder.leave();
  }
}

interface Job {
  readonly run: RunContext;
  readonly out: string;
}

async function groundIn(folder: RunFolder, config: GroundSettings, job: Job): Promise<void> {
  const { run, out } = job;
  const database = await openDatabase({
    folder: join(folder.path, 'catalog'),
    memoryMb: DATABASE_MB,
  });
  const done = await groundAll(database, folder, config, job).finally(() =>
    // Before the folder has its final name: the database lies in it.
    database.close(),
  );
  if (done === undefined) return;
  const { inputs, metrics, problems } = done;
  await writeJsonWhole(join(folder.path, 'problems.json'), problems);
  await run.record(groundRecord, folder.path, { config, seed: 0, inputs, metrics });
  folder.finish();
  run.result({ out, ...metrics }, describe(config, metrics, { out, problems }));
}

/** @returns what is to be recorded; undefined: --out holds this run already */
async function groundAll(
  database: Database,
  folder: RunFolder,
  config: GroundSettings,
  { run, out }: Job,
) {
  const { items, columns, known } = config;
  const detector = await loadGroundingDino(config.detector, config.detectorSize);
  const catalog = await openCatalog(database, items, columns);
  const inputs = {
    ...inputsOf('items', catalog.file),
    ...(columns === null ? {} : { columns }),
    ...Object.fromEntries((known ?? []).map((path, i) => [`known ${i + 1}`, path])),
    ...detector.files,
  };
  if (folder.isFinished) {
    const { metrics } = await assertSameRun(groundRecord, out, { config, inputs });
    run.say(`${out} holds this run, finished: nothing to do`);
    run.result({ out, ...metrics }, '');
    return undefined;
  }
  run.say(
    `${catalog.file.path}: ${formatCount(catalog.numItems)} items; ${describeCatalogColumns(catalog.columns)}\n` +
      `the detector sees pictures ${describeDetectorSize(detector.size)}`,
  );
  const hash = createInputHasher();
  const grounded = await groundCatalog({
    ...{ catalog, detector, settings: config, folder: folder.path },
    inputHashes: await nameHashes(inputs, hash),
    detectorHashes: await nameHashes(detector.files, hash),
    ...{ elapsedSeconds: run.elapsedSeconds, onProgress: run.onProgress },
    shouldStop: run.shouldStop,
  });
  const problems = grounded.problems.map(nameFlags);
  return { inputs, metrics: metricsOf(grounded, run.elapsedSeconds()), problems };
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
