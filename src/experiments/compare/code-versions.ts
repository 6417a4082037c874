// Versions of the code that decides results: parts of the names of prepared inputs and of trials.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fingerprints of the code behind each kind of result; they differ where the same settings might give another result. */
export interface CodeVersions {
  readonly corpus: string;
  readonly boxes: string;
  readonly texts: string;
  /** Of a CLIP, or of heads. */
  readonly training: string;
  readonly embeddings: string;
  readonly codes: string;
  /** Of the page of what they hold. */
  readonly page: string;
  readonly trial: string;
}

/** What of the machine decides results. */
export interface MachineParts {
  /** The module of a ranker's kernels and its hash. */
  readonly kernels: string;
  /** The same of a quantizer's, which is one on all processors. */
  readonly codeKernels: string;
}

const COMMON = ['util', 'schema', 'artifacts', 'metrics'];
const RECORD = ['records/run-record', 'records/figures'];
/** What embeddings are read with. */
const READING = ['embeddings', 'duckdb', 'explain-duckdb-error', 'queries']
  .concat(['id-columns', 'source-file', 'arrow-table', 'csv-table'].map((name) => `import/${name}`))
  .concat('import/parquet-file')
  .map((name) => `data/${name}`);

/** What goes through a catalog item by item. */
const CATALOG = [
  ...[...COMMON, 'data', 'packages', 'parts', 'pictures', ...RECORD, 'cli/frame/catalog-run'],
];

/** What makes vectors of pictures and texts. */
const ENCODERS = [...CATALOG, 'onnx', 'engine', 'graph', 'clip', 'embed'];

/** What the score sheet of a trial's codes is made with. */
const INSPECTION = ['inspect', 'decode/number-types']
  .concat(['unit-rows', 'exact-search', 'score-blocks'].map((name) => `retrieval/${name}`))
  .concat(['read-codes', 'code-tokens'].map((name) => `interchange/codes/${name}`))
  .concat(['index', 'table'].map((name) => `interchange/codes/${name}-code-source`));

/** Folders and files of src whose code decides each kind of result; a command is where its stage is called. */
export const DECIDING_CODE: Readonly<Record<keyof CodeVersions, readonly string[]>> = {
  corpus: [
    ...[...COMMON, 'data', ...RECORD, 'records/simulate-record', 'records/import-records'],
    ...['records/shuffle-labels-record'],
    ...['cli/commands/import', 'cli/commands/simulate', 'cli/commands/shuffle-labels'],
  ],
  boxes: [...CATALOG, 'onnx', 'grounding', 'records/ground-record', 'cli/commands/ground'],
  texts: [...CATALOG, 'describe', 'records/describe-record', 'cli/commands/describe'],
  training: [
    ...[...ENCODERS, 'retrieval', 'nn', 'kernels', 'pairs', 'contrastive'],
    ...['records/train-clip-record', 'cli/commands/train-clip'],
  ],
  embeddings: [...[...ENCODERS, 'records/embed-record', 'cli/commands/embed']],
  codes: [
    ...[...COMMON, 'nn', 'kernels', 'quantizer', ...READING, ...RECORD],
    ...['records/train-rqvae-record', 'records/assign-record', 'experiments/read-known-items'],
    ...['experiments/read-items', 'experiments/count-by-item', 'experiments/assert-items-embedded'],
    'experiments/left-out',
    ...['parts/item-problem', 'cli/commands/train-rqvae', 'cli/commands/assign'],
  ],
  page: [
    ...[...COMMON, 'data', 'packages', 'pictures', 'sid', 'decode', ...RECORD],
    ...['records/decode-record', 'cli/frame/catalog-run', 'cli/commands/decode'],
  ],
  trial: [
    ...[...COMMON, 'nn', 'data', 'kernels', 'quantizer', 'sid', 'ranker', 'experiments'],
    ...[...RECORD, 'records/train-ranker-record', 'records/eval-segments-record'],
    ...['records/eval-drift-record', 'records/analyze-records', 'records/assign-record'],
    ...['cli/frame/train-and-record', 'cli/commands/train-ranker', 'cli/commands/eval-segments'],
    ...['cli/commands/eval-drift', 'cli/commands/analyze', 'parts/item-problem', ...INSPECTION],
  ],
};

/** Excluded though in those folders: planning, setup and inspection code, and what `MachineParts` identifies already. */
const NOT_DECIDING = [
  ...[
    'experiments/compare',
    'experiments/map',
    'experiments/retrieval',
    'experiments/where',
    'experiments/plan-power',
  ],
  'kernels/build',
];

/**
 * The versions of the program that runs, built or from its sources.
 *
 * @param source its folder src
 */
export function codeVersions(
  { kernels, codeKernels }: MachineParts,
  source: string = fileURLToPath(new URL('../../', import.meta.url)),
): CodeVersions {
  const files = codeFilesIn(source);
  const version = (kind: keyof CodeVersions, ...machine: readonly string[]): string =>
    [hashCode(source, decidingFiles(files, DECIDING_CODE[kind])), ...machine].join(' ');
  return {
    corpus: version('corpus'),
    boxes: version('boxes'),
    texts: version('texts'),
    training: version('training'),
    embeddings: version('embeddings'),
    codes: version('codes', codeKernels),
    page: version('page'),
    trial: version('trial', kernels),
  };
}

/** The files of `files` that lie in one of these folders, or are one of these files. */
export function decidingFiles(files: readonly string[], places: readonly string[]): string[] {
  return files.filter((file) => isIn(file, places) && !isIn(file, NOT_DECIDING));
}

function isIn(file: string, places: readonly string[]): boolean {
  const name = file.replace(/\.\w+$/, '');
  return places.some((place) => name === place || file.startsWith(`${place}/`));
}

/** Names of all code files below a folder, in one order everywhere; the kernels' own count by their module. */
export function codeFilesIn(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /(?<!\.d|\.as)\.(?:ts|js)$/.test(name))
    .sort();
}

function hashCode(source: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  return hash.digest('hex');
}
