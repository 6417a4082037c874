import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TRAIN_CLIP_SETTINGS } from '../../src/contrastive/train-clip-settings.ts';
import {
  COMPARE_FLAGS,
  MAP_FLAGS,
  POWER_FLAGS,
  SETUP_FLAGS,
} from '../../src/cli/frame/command-flags.ts';
import { OPTIONAL_OUT, OUT, OUT_OR_PIPE } from '../../src/cli/frame/common-flags.ts';
import { GLOBO_SETTINGS } from '../../src/data/import/import-settings.ts';
import { WORLD_SETTINGS } from '../../src/data/simulate/world-config.ts';
import { DECODE_SETTINGS } from '../../src/decode/decode-settings.ts';
import { DESCRIBE_SETTINGS } from '../../src/describe/describe-settings.ts';
import { EMBED_SETTINGS } from '../../src/embed/embed-settings.ts';
import { EMBED_STEP_FLAGS } from '../../src/embed/embed-step-settings.ts';
import { ANALYSES, ANALYSIS_NAMES } from '../../src/experiments/analyses/index.ts';
import { GROUND_SETTINGS } from '../../src/grounding/grounding-settings.ts';
import { INSPECT_SETTINGS } from '../../src/inspect/inspect-settings.ts';
import { EXPORT_SETTINGS } from '../../src/interchange/export-settings.ts';
import { RQ_VAE_SETTINGS } from '../../src/quantizer/model/rq-vae-config.ts';
import { ASSIGN_SETTINGS, EMBEDDINGS_SETTINGS } from '../../src/quantizer/quantizer-inputs.ts';
import { RANKER_RUN_SETTINGS } from '../../src/ranker/model/ranker-config.ts';
import { RETRIEVE_SETTINGS } from '../../src/retrieval/retrieve-settings.ts';
import { idleSettings } from '../../src/schema/idle-settings.ts';
import { completeSettings, flagOf } from '../../src/schema/settings.ts';
import type { Setting, SettingsTable } from '../../src/schema/settings.ts';
import { nameSettings } from '../../src/util/errors.ts';
import { runCli } from '../support/run-cli.ts';

/*
 * What is given and not looked at is said.
 */
const EMBED = { ...EMBED_SETTINGS, ...EMBED_STEP_FLAGS };
const OUTPUT = { out: 'o' };
const TABLES = {
  'train-clip': [TRAIN_CLIP_SETTINGS, { items: ['a'] }],
  embed: [EMBED, { items: ['a'] }],
  ground: [GROUND_SETTINGS, { items: ['a'], detector: 'd' }],
  describe: [DESCRIBE_SETTINGS, { items: ['a'], endpoint: 'http://e', model: 'm' }],
  retrieve: [RETRIEVE_SETTINGS, { embeddings: ['a'] }],
  inspect: [INSPECT_SETTINGS, { sids: ['a'] }],
  decode: [{ ...DECODE_SETTINGS, ...OPTIONAL_OUT }, { sids: 's' }],
  simulate: [{ ...WORLD_SETTINGS, ...OUT }, OUTPUT],
  'import globo': [GLOBO_SETTINGS, { clicks: 'c', embeddings: 'e' }],
  'train-rqvae': [{ ...EMBEDDINGS_SETTINGS, ...RQ_VAE_SETTINGS }, {}],
  assign: [
    { ...ASSIGN_SETTINGS, ...OUT_OR_PIPE },
    { rqvae: 'q', ...OUTPUT },
  ],
  export: [EXPORT_SETTINGS, {}],
  'train-ranker': [RANKER_RUN_SETTINGS, { corpus: 'c', days: { from: 1, to: 2 }, embed: 'prefix' }],
  compare: [COMPARE_FLAGS, { config: 'c', ...OUTPUT }],
  map: [MAP_FLAGS, { config: 'c', ...OUTPUT }],
  power: [POWER_FLAGS, {}],
  setup: [SETUP_FLAGS, {}],
} as const satisfies Record<string, readonly [SettingsTable, object]>;

function linesFor(command: keyof typeof TABLES, given: object): string[] {
  const [table, needed]: readonly [SettingsTable, object] = TABLES[command];
  const options = completeSettings(table, { ...needed, ...given }, command);
  return idleSettings(table, given, options).map((line) => nameSettings(line, flagOf));
}

/** What a table's setting wants of others. */
function wantsOf({ onlyWith = {}, onlyWithAny = [] }: Setting) {
  return [onlyWith, ...onlyWithAny].flatMap((others) => Object.entries(others));
}

test.each(Object.entries(TABLES))(
  'what settings of %s depend on are settings of it, with such values',
  (_, [table]: readonly [SettingsTable, object]) => {
    for (const [key, setting] of Object.entries(table)) {
      for (const [other, wanted] of wantsOf(setting)) {
        expect(table, key).toHaveProperty(other);
        const values = typeof wanted === 'string' ? [] : 'not' in wanted ? wanted.not : wanted;
        const { kind } = table[other];
        for (const value of values) expect(kind.toWords(kind.fromWord(value))).toEqual([value]);
      }
    }
  },
);

const heads = { train: 'heads', pictureFeatures: 'p', textFeatures: 't' };

const NONE_HELD_OUT = 'with --held-out-share 0';
const COLUMNS = ['id-column', 'embedding-column'];

test.each([
  [
    'train-clip',
    { clip: 'c', heldOutBy: 'role', heldOutShare: 0.2, heldOutUnit: 'groups' },
    ['held-out-share', 'held-out-unit'],
    'beside --held-out-by',
  ],
  [
    'train-clip',
    { ...heads, allowDownload: true, downloadSeconds: 9 },
    ['allow-download', 'download-seconds'],
    'without --clip',
  ],
  ['train-clip', { clip: 'c', pictureCache: 'f' }, ['picture-cache'], 'without --allow-download'],
  ['embed', { downloadSeconds: 9 }, ['download-seconds'], 'without --allow-download'],
  [
    'ground',
    { pictureCache: 'f', allowPrivateAddresses: true },
    ['allow-private-addresses', 'picture-cache'],
    'without --allow-download',
  ],
  [
    'describe',
    { textOnly: true, pictureSize: 99, allowDownload: true, pictureMb: 9 },
    ['picture-size', 'allow-download', 'picture-mb'],
    'beside --text-only',
  ],
  [
    'retrieve',
    { exact: true, connectivity: 9, expansionAdd: 9, expansionSearch: 9, keepIndex: true },
    ['connectivity', 'expansion-add', 'expansion-search', 'keep-index'],
    'beside --exact',
  ],
  [
    'retrieve',
    { encoder: 'clip', clip: 'c', threads: 2, textModel: 't' },
    ['encoder', 'text-model', 'clip', 'threads'],
    'without --queries',
  ],
  ['retrieve', { queries: ['q'], relevantBy: 'type' }, ['relevant-by'], 'beside --queries'],
  ['retrieve', { pairs: 'p', relevantBy: 'type' }, ['relevant-by'], 'beside --pairs'],
  ['retrieve', { columns: 'c' }, ['columns'], 'without --items'],
  ['inspect', { columns: 'c' }, ['columns'], 'without --items'],
  [
    'train-clip',
    { clip: 'c', groupBy: 'none', distinctGroups: true },
    ['distinct-groups'],
    'with --group-by none',
  ],
  ['train-clip', { heldOutShare: 0, heldOutUnit: 'groups' }, ['held-out-unit'], NONE_HELD_OUT],
  [
    'train-clip',
    { heldOutShare: 0, evaluatedPairs: 9, selectedBy: 'mrr' },
    ['evaluated-pairs', 'selected-by'],
    `without --held-out-by and ${NONE_HELD_OUT}`,
  ],
  ['retrieve', { queryColumns: 'c' }, ['query-columns'], 'without --queries and without --pairs'],
  ['decode', { item: '3', prefixes: 9 }, ['prefixes'], 'beside --item'],
  [
    'decode',
    { out: 'o', pictures: 9, pictureMb: 9 },
    ['pictures', 'picture-mb'],
    'without --items',
  ],
  ['decode', { items: ['a'], pictures: 9 }, ['pictures'], 'without --out'],
  [
    'decode',
    { items: ['a'], out: 'o', pictures: 0, allowDownload: true },
    ['allow-download'],
    'with --pictures 0',
  ],
  ['decode', { idColumn: 'a', embeddingColumn: 'b' }, COLUMNS, 'without --embeddings'],
  ['decode', { force: true }, ['force'], 'without --out'],
  ['assign', { out: '-', force: true }, ['force'], 'with --out -'],
  [
    'simulate',
    { catalog: ['a'], embeddingWidth: 8, embeddingNoise: 1, clusters: [2, 2, 2], copyShare: 0 },
    ['embedding-width', 'embedding-noise', 'clusters', 'copy-share'],
    'beside --catalog',
  ],
  ['import globo', { negatives: 0, windowHours: 2 }, ['window-hours'], 'with --negatives 0'],
  ['train-ranker', { embed: 'individual', rows: 9 }, ['rows'], 'with --embed individual'],
  ['train-ranker', { rows: 9, collisionFactor: 2 }, ['collision-factor'], 'beside --rows'],
  [
    'train-ranker',
    { categories: [], categoryRows: 9 },
    ['category-rows'],
    'with --categories none',
  ],
  [
    'train-ranker',
    { heldOutShare: 0, heldOutSeed: 2, heldOutClicks: 'left-out' },
    ['held-out-seed', 'held-out-clicks'],
    NONE_HELD_OUT,
  ],
  [
    'compare',
    { collect: true, jobs: 2, checkpointMinutes: 2 },
    ['jobs', 'checkpoint-minutes'],
    'beside --collect',
  ],
  ['map', { plan: true, jobs: 2, most: 2, keep: true }, ['jobs', 'most', 'keep'], 'beside --plan'],
  ['map', { collect: true, most: 2 }, ['most'], 'beside --collect'],
  ['power', { figure: 'auc' }, ['figure'], 'without --from and without --seed-spread'],
  [
    'power',
    { from: 'p', seedSpread: 1, logError: 1 },
    ['seed-spread', 'log-error'],
    'beside --from',
  ],
  ['power', { impressions: 9 }, ['impressions'], 'without --log-error'],
  ['setup', { embed: true, gpu: true }, ['gpu'], 'beside --embed'],
  ['setup', { check: true, tensorflow: '2.1.0' }, ['tensorflow'], 'beside --check'],
] as const)('%s %j', (command, given, flags, why) => {
  expect(linesFor(command, given)).toEqual(flags.map((flag) => `--${flag} has no effect ${why}`));
});

test.each([
  ['text', ['threads', 'boxes', 'detector'], []],
  ['picture', ['threads', 'texts', 'endpoint'], []],
  ['joined', ['threads'], ['boxes', 'texts', 'detector', 'endpoint']],
  ['clip-picture', ['texts', 'endpoint'], ['threads', 'boxes', 'detector']],
  ['dual-text', ['threads', 'boxes', 'detector'], ['texts', 'endpoint']],
  ['clip', [], ['threads', 'boxes', 'texts', 'detector', 'endpoint']],
] as const)('embed --encoder %s: %j have no effect', (encoder, idle, used) => {
  const values = { threads: 2, boxes: ['b'], texts: ['t'], detector: 'd', endpoint: 'e' };
  const given = Object.fromEntries([...idle, ...used].map((key) => [key, values[key]] as const));
  const lines = linesFor('embed', { encoder, ...given });
  expect(lines).toHaveLength(idle.length);
  idle.forEach((key, i) =>
    expect(lines[i]).toMatch(
      new RegExp(`^--${key} has no effect with --encoder ${encoder}; it is for `),
    ),
  );
});

test('a model of texts looks at no picture, but what describes items does', () => {
  const pictures = { allowDownload: true, pictureMb: 9 };
  const lines = linesFor('embed', { encoder: 'text', ...pictures });
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/ and without --endpoint$/);
  expect(linesFor('embed', { encoder: 'text', endpoint: 'e', ...pictures })).toEqual([]);
  expect(linesFor('embed', { encoder: 'picture', ...pictures })).toEqual([]);
});

test('what has an effect is not named', () => {
  expect(
    linesFor('train-clip', { heldOutBy: 'role', evaluatedPairs: 9, selectedBy: 'mrr' }),
  ).toEqual([]);
  expect(linesFor('train-clip', { distinctGroups: true, selectedBy: 'mrr' })).toEqual([]);
  expect(linesFor('retrieve', { pairs: 'p', queryColumns: 'c' })).toEqual([]);
  expect(
    linesFor('decode', { items: ['a'], out: 'o', force: true, prefixes: 3, pictures: 9 }),
  ).toEqual([]);
  expect(linesFor('decode', { item: '3', embeddings: 'e', idColumn: 'a' })).toEqual([]);
  expect(linesFor('map', { collect: true, keep: true })).toEqual([]);
  expect(linesFor('power', { seedSpread: 1, logError: 1, impressions: 9 })).toEqual([]);
  expect(linesFor('train-clip', { clip: 'c', heldOutShare: 0.2, heldOutUnit: 'groups' })).toEqual(
    [],
  );
  expect(linesFor('describe', { pictureSize: 99, allowDownload: true, pictureCache: 'f' })).toEqual(
    [],
  );
  expect(linesFor('retrieve', { connectivity: 9, keepIndex: true, relevantBy: 'type' })).toEqual(
    [],
  );
  expect(linesFor('retrieve', { queries: ['q'], encoder: 'clip', clip: 'c', threads: 2 })).toEqual(
    [],
  );
});

test('what an analysis does not look at has no effect', async () => {
  const warningsOf = async (name: string) => {
    const flags = ['--day', '3', '--hours', '2', '--seed', '4', '--sids', 's'];
    const run = await runCli('analyze', name, '--run', 'none', ...flags);
    expect(run.status).toBe(2);
    return run.err.split('\n').filter((line) => line.startsWith('warning'));
  };
  const idle = (name: string, ...flags: string[]) =>
    flags.map((flag) => `warning: --${flag} has no effect in ${name}`);
  expect(await warningsOf('hourglass')).toEqual(idle('hourglass', 'day', 'hours', 'seed'));
  expect(await warningsOf('ne-matrix')).toEqual(idle('ne-matrix', 'sids', 'seed'));
  expect(await warningsOf('click-loss')).toEqual([]);
});

/** How a file reads what any analysis may be asked, itself or by what takes all of its input. */
const READ_BY = {
  sids: /sidsOf\(|input\.sids/,
  day: /withLastModel\(|input\.day/,
  hours: /withLastModel\(|hours[^}\n]*\} = input/,
  seed: /input\.seed|seed[^}\n]*\} = input/,
};

test.each(ANALYSIS_NAMES)('%s looks at what it says', (name) => {
  const source = readFileSync(`src/experiments/analyses/measure-${name}.ts`, 'utf8');
  const read = Object.entries(READ_BY).filter(([, pattern]) => pattern.test(source));
  expect(read.map(([key]) => key)).toEqual(ANALYSES[name].looksAt);
});

test('a log with non-clicks of its own wants no sampled ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-idle-flags-'));
  const warningsOf = async (name: string, label: object) => {
    const embeddings = { file: 'none.parquet', id: 'id', column: 'vector' };
    const columns = { user: 'user', item: 'item', time: 'time', ...label };
    const mapping = join(folder, name);
    writeFileSync(mapping, JSON.stringify({ events: 'none.parquet', ...columns, embeddings }));
    const flags = ['--mapping', mapping, '--negatives', '2', '--window-hours', '24'];
    const run = await runCli('import', 'table', ...flags, '--out', join(folder, 'out'));
    expect(run.status).toBe(2);
    return run.err.split('\n').filter((line) => line.startsWith('warning'));
  };
  expect(await warningsOf('labels.json', { label: 'clicked' })).toEqual([
    'warning: --negatives has no effect on a log with non-clicks of its own',
  ]);
  expect(await warningsOf('clicks.json', {})).toEqual([]);
});

test('the command line says it before it begins', async () => {
  const held = ['--held-out-by', 'role', '--held-out-share', '0.2'];
  const out = join(tmpdir(), 'sid-idle-flags-never-made');
  const run = await runCli('train-clip', '--items', 'none.csv', ...held, '--out', out);
  expect(run.status).toBe(2);
  expect(run.err).toContain('warning: --held-out-share has no effect beside --held-out-by\n');
});
