import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TRAIN_CLIP_SETTINGS } from '../../src/contrastive/train-clip-settings.ts';
import { DESCRIBE_SETTINGS } from '../../src/describe/describe-settings.ts';
import { EMBED_SETTINGS } from '../../src/embed/embed-settings.ts';
import { EMBED_STEP_FLAGS } from '../../src/embed/embed-step-settings.ts';
import { GROUND_SETTINGS } from '../../src/grounding/grounding-settings.ts';
import { INSPECT_SETTINGS } from '../../src/inspect/inspect-settings.ts';
import { RETRIEVE_SETTINGS } from '../../src/retrieval/retrieve-settings.ts';
import { idleSettings } from '../../src/schema/idle-settings.ts';
import { completeSettings, flagOf } from '../../src/schema/settings.ts';
import type { SettingsTable } from '../../src/schema/settings.ts';
import { nameSettings } from '../../src/util/errors.ts';
import { runCli } from '../support/run-cli.ts';

/*
 * What is given and not looked at is said.
 */
const EMBED = { ...EMBED_SETTINGS, ...EMBED_STEP_FLAGS };
const TABLES = {
  'train-clip': [TRAIN_CLIP_SETTINGS, { items: ['a'] }],
  embed: [EMBED, { items: ['a'] }],
  ground: [GROUND_SETTINGS, { items: ['a'], detector: 'd' }],
  describe: [DESCRIBE_SETTINGS, { items: ['a'], endpoint: 'http://e', model: 'm' }],
  retrieve: [RETRIEVE_SETTINGS, { embeddings: ['a'] }],
  inspect: [INSPECT_SETTINGS, { sids: ['a'] }],
} as const satisfies Record<string, readonly [SettingsTable, object]>;

function linesFor(command: keyof typeof TABLES, given: object): string[] {
  const [table, needed]: readonly [SettingsTable, object] = TABLES[command];
  const options = completeSettings(table, { ...needed, ...given }, command);
  return idleSettings(table, given, options).map((line) => nameSettings(line, flagOf));
}

const heads = { train: 'heads', pictureFeatures: 'p', textFeatures: 't' };

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

test('what has an effect is not named', () => {
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

test('the command line says it before it begins', async () => {
  const held = ['--held-out-by', 'role', '--held-out-share', '0.2'];
  const out = join(tmpdir(), 'sid-idle-flags-never-made');
  const run = await runCli('train-clip', '--items', 'none.csv', ...held, '--out', out);
  expect(run.status).toBe(2);
  expect(run.err).toContain('warning: --held-out-share has no effect beside --held-out-by\n');
});
