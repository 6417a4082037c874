// `sid embed`.
import { join } from 'node:path';
import { TEXT_ROWS } from '../../describe/text-rows.ts';
import { EMBEDDING_ROWS } from '../../embed/embedding-rows.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { encodeStage } from '../../embed/encode-stage.ts';
import type { Encoder } from '../../embed/encoder.ts';
import { createEncoder } from '../../embed/encoders.ts';
import { readItemSources } from '../../embed/item-sources.ts';
import { nameHashes } from '../../experiments/hash-input.ts';
import { BOX_ROWS } from '../../grounding/box-rows.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { workThroughCatalog } from '../../parts/work-through-catalog.ts';
import type { WorkedCatalog } from '../../parts/work-through-catalog.ts';
import { createPictureReader } from '../../pictures/read-picture.ts';
import { embedRecord } from '../../records/embed-record.ts';
import type { EmbedMetrics } from '../../records/embed-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import { formatCount } from '../../util/format-count.ts';
import { problemLines } from '../print/problem-lines.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import { numberedInputs, runOverCatalog } from '../frame/catalog-run.ts';
import type { OpenedRun } from '../frame/catalog-run.ts';
import type { RunContext } from '../frame/run-command.ts';
import { groundAndDescribe } from './embed-steps.ts';
import type { EmbedOptions } from './embed-steps.ts';

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
  const job = {
    ...{ kind: embedRecord, table: EMBED_SETTINGS, config, seed: 0 },
    inputs: {
      ...numberedInputs('known', config.known, EMBEDDING_ROWS.name),
      ...numberedInputs('boxes', config.boxes, BOX_ROWS.name),
      ...numberedInputs('texts', config.texts, TEXT_ROWS.name),
      ...encoder.files,
    },
    async work({ catalog, begun, hash }: OpenedRun) {
      const { shard, known } = config;
      const startSeconds = run.elapsedSeconds();
      const models = await nameHashes(encoder.files, hash);
      const worked = await workThroughCatalog({
        ...{ catalog, rowFile: EMBEDDING_ROWS, folder: folder.path, shard, known: known ?? [] },
        stage: encodeStage(
          encoder,
          { encoder: config.encoder, ...models },
          { readPicture: createPictureReader(config), sources: await readItemSources(config) },
        ),
        ...{ settings: begun, onProgress: run.onProgress, shouldStop: run.shouldStop },
      });
      const metrics = metricsOf(worked, encoder, run.elapsedSeconds() - startSeconds);
      return { metrics, problems: worked.problems };
    },
    describe: (metrics: EmbedMetrics, problems: readonly ItemProblem[]) =>
      describe(out, metrics, problems),
  };
  await runOverCatalog(folder, out, job, run);
}

function metricsOf(worked: WorkedCatalog, { width }: Encoder, seconds: number): EmbedMetrics {
  return {
    items: worked.numItems,
    embedded: worked.numRows,
    known: worked.numKnown,
    problems: worked.problems.length,
    width,
    items_per_second: Math.round(worked.numWorked / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
  };
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
