// Searches to vectors, by what encoded the items.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { encodeStage } from '../../embed/encode-stage.ts';
import { EMBEDDING_ROWS } from '../../embed/embedding-rows.ts';
import { assertModelsUsed, ENCODERS, MODEL_KEYS } from '../../embed/encoder-names.ts';
import type { EncoderName, ModelFolders, ModelKey } from '../../embed/encoder-names.ts';
import type { Encoder } from '../../embed/encoder.ts';
import { createEncoder } from '../../embed/encoders.ts';
import { queryEncoder } from '../../embed/query-encoder.ts';
import { beginOrResume } from '../../parts/begin-or-resume.ts';
import { PROBLEMS_FILE } from '../../parts/item-problem.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { workThroughCatalog } from '../../parts/work-through-catalog.ts';
import { createPictureReader } from '../../pictures/read-picture.ts';
import { embedRecord } from '../../records/embed-record.ts';
import { readRecord } from '../../records/run-record.ts';
import { queryCatalog } from '../../retrieval/asked-queries.ts';
import type { AskedQuery } from '../../retrieval/asked-queries.ts';
import type { AskedFile } from '../../retrieval/asked-rows.ts';
import type { Watch } from '../../retrieval/hnsw-index.ts';
import type { EmbeddingSource } from '../../retrieval/named-embeddings.ts';
import type { RetrieveSettings } from '../../retrieval/retrieve-settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { setting, UserError } from '../../util/errors.ts';
import { hashInput } from '../hash-input.ts';

export interface QueryEncoding extends Watch {
  readonly asked: AskedFile;
  readonly queries: readonly AskedQuery[];
  /** The items' embeddings. */
  readonly sources: readonly EmbeddingSource[];
  readonly settings: RetrieveSettings;
  /** The run's. A folder for each encoder is made in its folder `queries`, which holds embeddings.arrow. */
  readonly folder: string;
}

/** Where the vectors of queries lie. */
export interface EncodedQueries {
  /** One for each of the items' embeddings; those of one encoder are the same. */
  readonly sources: readonly EmbeddingSource[];
  /** Models, for run.json. */
  readonly files: Readonly<Record<string, string>>;
  readonly problems: readonly ItemProblem[];
}

const QUERIES = 'queries';

/** Removes what only a resumed run needs. To be called when all else is done. */
export function removeQueryCheckpoints(folder: string): void {
  const queries = join(folder, QUERIES);
  if (!existsSync(queries)) return;
  for (const name of readdirSync(queries)) {
    rmSync(join(queries, name, 'checkpoint'), { recursive: true, force: true });
  }
}

/**
 * Encodes each query once for each encoder that the items have. Work that was interrupted goes on where it was.
 *
 * @throws UserError if nothing says what encoded the items, or a model has other weights than theirs, or is not looked at
 */
export async function encodeQueries(job: QueryEncoding): Promise<EncodedQueries> {
  const choices = job.sources.map((source) => chooseEncoder(source, job));
  const names = choices.map(({ name }) => name);
  assertModelsUsed(names, job.settings);
  const plans = new Map<string, Plan>();
  for (const [i, { key, name, folders, hashes }] of choices.entries()) {
    const encoder =
      plans.get(key)?.encoder ??
      (await createEncoder(name, { ...folders, threads: job.settings.threads }));
    assertReads(encoder, name, job);
    const models = await hashModels(encoder, job.sources[i], hashes);
    if (plans.has(key)) continue;
    const folder = join(job.folder, QUERIES, job.sources[i].name);
    plans.set(key, { encoder, folder, decides: { ...models, encoder: name } });
  }
  // From here on there is something to resume.
  await beginOrResume(job.folder, { ...job.settings });
  const problems: ItemProblem[] = [];
  for (const plan of plans.values()) problems.push(...(await encode(job, plan)));
  return {
    sources: choices.map(({ key }, i) => {
      const { folder } = plans.get(key) as Plan;
      return { name: job.sources[i].name, path: join(folder, 'embeddings.arrow'), folder };
    }),
    files: Object.assign(
      {},
      ...[...plans.values()].map(({ encoder }) => encoder.files),
    ) as Readonly<Record<string, string>>,
    problems,
  };
}

/** An encoder, and where what it makes lies. */
interface Plan {
  readonly encoder: Encoder;
  readonly folder: string;
  /** Its name, and hashes of its models. */
  readonly decides: Readonly<Record<string, string>>;
}

interface EncoderChoice {
  /** The same for the same encoder. */
  readonly key: string;
  readonly name: EncoderName;
  readonly folders: ModelFolders;
  /** SHA-256 of the items' models, as far as known. */
  readonly hashes: Readonly<Record<string, string>>;
}

function chooseEncoder(source: EmbeddingSource, job: QueryEncoding): EncoderChoice {
  const { settings } = job;
  const isRecorded = existsSync(join(source.folder, 'run.json'));
  if (!isRecorded && settings.encoder === null) {
    throw new UserError(
      `${source.path}: no run.json beside it says what encoded the items; say it with ${setting('encoder')} and its model`,
    );
  }
  const record = isRecorded ? readRecord(embedRecord, source.folder) : undefined;
  const texts = job.queries.some(({ text }) => text !== null);
  const pictures = job.asked.hasBytes || job.queries.some(({ picture }) => picture !== null);
  const own = record?.config.encoder ?? 'text';
  const name = settings.encoder ?? queryEncoder(own, { texts, pictures });
  const needs: readonly ModelKey[] = ENCODERS[name].needs;
  const folders = Object.fromEntries(
    MODEL_KEYS.map((key) => [
      key,
      needs.includes(key) ? (settings[key] ?? record?.config[key] ?? null) : null,
    ]),
  ) as ModelFolders;
  return { key: JSON.stringify([name, folders]), name, folders, hashes: record?.inputs ?? {} };
}

/** @throws UserError where it looks at nothing that the queries have */
function assertReads(encoder: Encoder, name: EncoderName, { asked, queries }: QueryEncoding): void {
  const readsSome = queries.some(
    ({ text, picture }) =>
      (encoder.readsText && text !== null) ||
      (encoder.pictures !== null && (asked.hasBytes || picture !== null)),
  );
  if (readsSome) return;
  const [wanted, has] = encoder.readsText ? ['texts', 'pictures'] : ['pictures', 'texts'];
  throw new UserError(
    `${asked.file.path} has ${has}, but the encoder ${name} looks at ${wanted}; give those, or choose another ${setting('encoder')}`,
  );
}

async function hashModels(
  { files }: Encoder,
  source: EmbeddingSource,
  known: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const [name, path] of Object.entries(files)) {
    hashes[name] = await hashInput(path);
    if (name in known && hashes[name] !== known[name]) {
      throw new UserError(
        `${path} has other weights than the items of ${source.path} were encoded with; give those, or embed the items anew`,
      );
    }
  }
  return hashes;
}

async function encode(
  { asked, queries, settings, onProgress, shouldStop }: QueryEncoding,
  { encoder, folder, decides }: Plan,
): Promise<readonly ItemProblem[]> {
  const { problems } = await workThroughCatalog({
    catalog: queryCatalog(asked, queries),
    stage: encodeStage(encoder, decides, {
      readPicture: createPictureReader(settings),
      sources: { boxes: null, texts: null },
    }),
    rowFile: EMBEDDING_ROWS,
    folder,
    settings: { ...decides, queries: await hashInput(asked.file.path) },
    ...{ shard: null, known: [], shouldStop },
    onProgress: (progress) => onProgress({ ...progress, unit: 'queries' }),
  });
  await writeJsonWhole(join(folder, PROBLEMS_FILE), problems);
  return problems;
}
