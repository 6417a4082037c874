// `sid embed`.
import { join } from 'node:path';
import { describeCatalogColumns } from '../../data/catalog/catalog-columns.ts';
import { openCatalog } from '../../data/catalog/open-catalog.ts';
import { openDatabase } from '../../data/duckdb.ts';
import type { Database } from '../../data/duckdb.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { EMBEDDING_ROWS } from '../../embed/embedding-rows.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import type { EmbedSettings } from '../../embed/embed-settings.ts';
import { encodeStage } from '../../embed/encode-stage.ts';
import type { Encoder } from '../../embed/encoder.ts';
import { createEncoder } from '../../embed/encoders.ts';
import { readItemSources } from '../../embed/item-sources.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { createInputHasher, nameHashes } from '../../experiments/hash-input.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { workThroughCatalog } from '../../parts/work-through-catalog.ts';
import { createPictureReader } from '../../pictures/read-picture.ts';
import { embedRecord } from '../../records/embed-record.ts';
import type { EmbedMetrics } from '../../records/embed-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { formatCount } from '../../util/format-count.ts';
import { nameFlags, problemLines } from '../print/problem-lines.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { groundAndDescribe } from './embed-steps.ts';
import type { EmbedOptions } from './embed-steps.ts';

const DATABASE_MB = 512;

/** Catalog -> item embeddings. */
export async function embed(options: EmbedOptions, run: RunContext): Promise<void> {
  const folder = await startRun(options, run.say);
  try {
    // Before hours of grounding: what is wrong with a model is told now.
    const encoder = await createEncoder(options.encoder, options);
    const found = await groundAndDescribe(options, run);
    await embedIn(folder, encoder, { ...options, ...found }, run);
  } finally {
    folder.leave();
  }
}

async function embedIn(
  folder: RunFolder,
  encoder: Encoder,
  options: EmbedOptions,
  run: RunContext,
): Promise<void> {
  const { out } = options;
  const config = valuesOf(EMBED_SETTINGS, options);
  const database = await openDatabase({
    folder: join(folder.path, 'catalog'),
    memoryMb: DATABASE_MB,
  });
  const done = await encodeAll(database, encoder, { folder, config, run, out }).finally(() =>
    // Before the folder has its final name: the database lies in it.
    database.close(),
  );
  if (done === undefined) return;
  const { inputs, metrics, problems } = done;
  await writeJsonWhole(join(folder.path, 'problems.json'), problems);
  await run.record(embedRecord, folder.path, { config, seed: 0, inputs, metrics });
  folder.finish();
  run.result({ out, ...metrics }, describe(out, metrics, problems));
}

interface EncodeJob {
  readonly folder: RunFolder;
  readonly config: EmbedSettings;
  readonly run: RunContext;
  readonly out: string;
}

/** @returns what is to be recorded; undefined: --out holds this run already */
async function encodeAll(
  database: Database,
  encoder: Encoder,
  { folder, config, run, out }: EncodeJob,
) {
  const { items, columns, shard, known } = config;
  const catalog = await openCatalog(database, items, columns);
  const inputs = {
    ...inputsOf('items', catalog.file),
    ...(columns === null ? {} : { columns }),
    ...numbered('known', known, EMBEDDING_ROWS.name),
    ...numbered('boxes', config.boxes, 'boxes.arrow'),
    ...numbered('texts', config.texts, 'texts.arrow'),
    ...encoder.files,
  };
  if (folder.isFinished) {
    const { metrics } = await assertSameRun(embedRecord, out, { config, inputs });
    run.say(`${out} holds this run, finished: nothing to do`);
    run.result({ out, ...metrics }, '');
    return undefined;
  }
  run.say(
    `${catalog.file.path}: ${formatCount(catalog.numItems)} items; ${describeCatalogColumns(catalog.columns)}`,
  );
  const startSeconds = run.elapsedSeconds();
  const hash = createInputHasher();
  const models = await nameHashes(encoder.files, hash);
  const worked = await workThroughCatalog({
    ...{ catalog, rowFile: EMBEDDING_ROWS, folder: folder.path, shard, known: known ?? [] },
    stage: encodeStage(
      encoder,
      { encoder: config.encoder, ...models },
      { readPicture: createPictureReader(config), sources: await readItemSources(config) },
    ),
    settings: { ...config, ...(await nameHashes(inputs, hash)) },
    ...{ onProgress: run.onProgress, shouldStop: run.shouldStop },
  });
  const seconds = run.elapsedSeconds() - startSeconds;
  const { problems } = worked;
  const metrics = {
    items: worked.numItems,
    embedded: worked.numRows,
    known: worked.numKnown,
    problems: problems.length,
    width: encoder.width,
    items_per_second: Math.round(worked.numWorked / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
  };
  return { inputs, metrics, problems: problems.map(nameFlags) };
}

/** Outputs of other commands, by name and number: the file of each. */
function numbered(
  name: string,
  folders: readonly string[] | null,
  file: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (folders ?? []).map((path, i) => [`${name} ${i + 1}`, join(path, file)]),
  );
}

function describe(out: string, metrics: EmbedMetrics, problems: readonly ItemProblem[]): string {
  const { items, embedded, known, width, items_per_second } = metrics;
  return [
    ...problemLines(out, problems, 'encoded without it'),
    ...(known > 0 ? [`${formatCount(known)} vectors were known`] : []),
    `${formatCount(embedded)} of ${formatCount(items)} items, ${width} floats each, ` +
      `${formatCount(items_per_second)} items/s`,
    `embeddings in ${join(out, 'embeddings.arrow')}`,
  ].join('\n');
}
