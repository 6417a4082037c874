// `sid verify`.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EmbeddingColumnSettings } from '../../artifacts/embedding-columns.ts';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { streamEmbeddings } from '../../data/embeddings/stream-embeddings.ts';
import { sidsFile } from '../../artifacts/semantic-ids.ts';
import { gatherItems } from '../../quantizer/code/gather-items.ts';
import { partsOf, readPublishedSids } from '../../quantizer/code/published-sids.ts';
import type { PublishedSids } from '../../quantizer/code/published-sids.ts';
import { levelsWith } from '../../quantizer/code/resolve-collisions.ts';
import { verifySids } from '../../quantizer/code/verify-sids.ts';
import { findModels } from '../../quantizer/model/find-model.ts';
import { readQuantizer } from '../../quantizer/model/saved-quantizer.ts';
import { embeddingsPath, VERIFY_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { assignRecord } from '../../records/assign-record.ts';
import { readRecord } from '../../records/run-record.ts';
import { verifyRecord } from '../../records/verify-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { hashFile } from '../../util/hash-file.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describeVerified, faultOf, verifiedToJson } from '../print/describe-verify.ts';
import type { Verified, VerifiedModel } from '../print/describe-verify.ts';

type VerifyOptions = OptionsOf<typeof VERIFY_SETTINGS & typeof OPTIONAL_OUT>;

/** Semantic IDs, and what made them -> whether they come out again. */
export async function verify(options: VerifyOptions, run: RunContext): Promise<void> {
  const { out, force, rqvae } = options;
  if (out !== null) assertFolderIsFree(out, { force });
  const published = await readPublishedSids(sidsFile(options.sids));
  const { corpus, embeddings } = options;
  const [given = null, ...others] = embeddings ?? [];
  const paths = [embeddingsPath({ corpus, embeddings: given }), ...others.map(embeddingsFileAt)];
  const model = await modelOf(rqvae, published.sids.quantizer);
  const verified = await verifyWith(published, model, paths, options, run);
  const seconds = run.elapsedSeconds();
  const metrics = { ...verifiedToJson(verified), seconds, peak_memory_mb: peakMemoryMb() };
  if (out !== null) {
    await writeFolderWhole(out, { force }, async (folder) => {
      const config = valuesOf(VERIFY_SETTINGS, options);
      const files = paths.map((path, i) => [i === 0 ? 'embeddings' : `embeddings-${i + 1}`, path]);
      const inputs = {
        ...{ sids: published.path, rqvae: model.path },
        ...(Object.fromEntries(files) as Record<string, string>),
      };
      await run.record(verifyRecord, folder, { config, seed: 0, inputs, metrics });
    });
  }
  run.result(metrics, describeVerified(verified));
  const fault = faultOf(verified);
  if (fault !== undefined) throw new UserError(fault);
}

async function verifyWith(
  published: PublishedSids,
  model: VerifiedModel,
  paths: readonly string[],
  columns: EmbeddingColumnSettings,
  run: RunContext,
): Promise<Verified> {
  const { onProgress, shouldStop } = run;
  const { making, sids, path } = published;
  const quantizer = readQuantizer(model.path);
  try {
    const { codebookSizes } = quantizer.model;
    if (sids.levels !== levelsWith(making, codebookSizes.length)) {
      throw new UserError(
        `${path} has ${sids.levels} levels, ${model.path} makes ${levelsWith(making, codebookSizes.length)}; ` +
          `give --rqvae the folder that it was made with`,
      );
    }
    const batches = streamAll(paths, columns, run);
    const name = paths.join(' and ');
    const job = { quantizer, model: model.path, embeddings: name, batches, beam: making.beam };
    const items = await gatherItems(
      { ...job, onProgress, shouldStop },
      { latents: true, sameness: making.shareDuplicates },
    );
    const check = verifySids(quantizer.model, published, items);
    const recorded = recordedHashes(published);
    const embeddings = [];
    for (const each of paths) {
      const sha256 = await hashFile(each);
      embeddings.push({
        ...{ path: each, sha256 },
        isRecorded: recorded.length === 0 ? null : recorded.includes(sha256),
      });
    }
    return { published, check, model, embeddings };
  } finally {
    quantizer.model.dispose();
  }
}

/** Each item once, from the first file that has it: as `sid assign --append` coded it. */
async function* streamAll(
  paths: readonly string[],
  columns: EmbeddingColumnSettings,
  run: RunContext,
): AsyncGenerator<ItemEmbeddingBatch> {
  const seen = new Set<number | string>();
  for (const path of paths) {
    for await (const batch of streamEmbeddings(path, columns, run.shouldStop)) {
      const { itemIds, embeddings_BD, width, firstRow } = batch;
      const fresh = Int32Array.from(itemIds.keys()).filter((row) => !seen.has(itemIds[row]));
      for (const id of itemIds) seen.add(id);
      const ids = Array.from(fresh, (row) => itemIds[row]);
      yield {
        ...{ itemIds: ids, width, firstRow },
        embeddings_BD: gatherRows(embeddings_BD, width, fresh),
      };
    }
  }
}

/** Of a run's two models that of the hash; where neither is, the best. */
async function modelOf(rqvae: string, recorded: string): Promise<VerifiedModel> {
  const hashed = findModels(rqvae).map(async (path) => ({
    ...{ path, recorded },
    sha256: await hashFile(path),
  }));
  const models = await Promise.all(hashed);
  return models.find(({ sha256 }) => sha256 === recorded) ?? models[0];
}

/** Hashes of the embeddings that the file says it was made from; if it says nothing, what the run.json beside it does. */
function recordedHashes(published: PublishedSids): readonly string[] {
  const ofFile = partsOf(published).flatMap(({ embeddings }) => embeddings ?? []);
  if (ofFile.length > 0) return ofFile;
  const folder = dirname(published.path);
  if (!existsSync(join(folder, 'run.json'))) return [];
  const hash = readRecord(assignRecord, folder).inputs.embeddings as string | undefined;
  return hash === undefined ? [] : [hash];
}
