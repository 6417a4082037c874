// Tables of settings: a document of all stages, and the keys of comparisons and maps within theirs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAIN_CLIP_SETTINGS } from '../../src/contrastive/train-clip-settings.ts';
import { IMPORT_SETS } from '../../src/data/import/import-settings.ts';
import { SHUFFLE_SETTINGS } from '../../src/data/shuffle/shuffle-settings.ts';
import { WORLD_SETTINGS } from '../../src/data/simulate/world-config.ts';
import { DECODE_SETTINGS } from '../../src/decode/decode-settings.ts';
import { DESCRIBE_SETTINGS } from '../../src/describe/describe-settings.ts';
import { EMBED_SETTINGS } from '../../src/embed/embed-settings.ts';
import { GROUND_SETTINGS } from '../../src/grounding/grounding-settings.ts';
import { subjectOf } from '../../src/experiments/analyses/analysis.ts';
import { ANALYSES, ANALYSIS_NAMES } from '../../src/experiments/analyses/index.ts';
import { COMPARE_KEYS } from '../../src/experiments/compare/compare-config.ts';
import {
  EVAL_DRIFT_SETTINGS,
  EVAL_SEGMENTS_SETTINGS,
} from '../../src/experiments/evaluation-settings.ts';
import { MAP_KEYS } from '../../src/experiments/map/map-config.ts';
import { WHERE_SETTINGS } from '../../src/experiments/where/where-settings.ts';
import { INSPECT_SETTINGS } from '../../src/inspect/inspect-settings.ts';
import { IMPORT_CODEBOOKS_SETTINGS } from '../../src/interchange/codebooks/import-codebooks-settings.ts';
import { IMPORT_CODES_SETTINGS } from '../../src/interchange/codes/import-codes-settings.ts';
import { EXPORT_SETTINGS } from '../../src/interchange/export-settings.ts';
import { RQ_VAE_SETTINGS } from '../../src/quantizer/model/rq-vae-config.ts';
import {
  ASSIGN_SETTINGS,
  EMBEDDINGS_SETTINGS,
  VERIFY_SETTINGS,
} from '../../src/quantizer/quantizer-inputs.ts';
import { RANKER_RUN_SETTINGS } from '../../src/ranker/model/ranker-config.ts';
import { markdownTable } from '../../src/report/markdown/markdown-table.ts';
import { defaultInWords, flagOf } from '../../src/schema/settings.ts';
import type { OtherSettings, Setting, SettingsTable } from '../../src/schema/settings.ts';
import { RETRIEVE_SETTINGS } from '../../src/retrieval/retrieve-settings.ts';

const INTRODUCTION = `# Settings

Every setting of every stage: as a flag of its command, and as a key of a comparison's config
([configs/README.md](../configs/README.md)). A list is written with commas on a command line and as a list in JSON; days are
\`1-4\` or \`{"from": 1, "to": 4}\`. Made by \`npm run docs\` from the tables beside the stages.
`;

/** The text of docs/settings.md. */
export function settingsDocument(): string {
  const stages: readonly (readonly [title: string, table: SettingsTable])[] = [
    ['sid simulate', WORLD_SETTINGS],
    ...Object.entries(IMPORT_SETS).map(([set, table]) => [`sid import ${set}`, table] as const),
    ['sid import codes', IMPORT_CODES_SETTINGS],
    ['sid import codebooks', IMPORT_CODEBOOKS_SETTINGS],
    ['sid shuffle-labels', SHUFFLE_SETTINGS],
    ['sid ground', GROUND_SETTINGS],
    ['sid describe', DESCRIBE_SETTINGS],
    ['sid train-clip', TRAIN_CLIP_SETTINGS],
    ['sid embed', EMBED_SETTINGS],
    ['sid retrieve', RETRIEVE_SETTINGS],
    ['sid train-rqvae', { ...EMBEDDINGS_SETTINGS, ...RQ_VAE_SETTINGS }],
    ['sid assign', ASSIGN_SETTINGS],
    ['sid verify', VERIFY_SETTINGS],
    ['sid inspect', INSPECT_SETTINGS],
    ['sid decode', DECODE_SETTINGS],
    ['sid export', EXPORT_SETTINGS],
    ['sid train-ranker', RANKER_RUN_SETTINGS],
    ['sid eval-segments', EVAL_SEGMENTS_SETTINGS],
    ['sid eval-drift', EVAL_DRIFT_SETTINGS],
    ['sid where', WHERE_SETTINGS],
    ...ANALYSIS_NAMES.map((name) => {
      const table = { ...subjectOf(name, ANALYSES[name]), ...ANALYSES[name].settings };
      return [`sid analyze ${name}`, table] as const;
    }),
  ];
  const sections = stages.map(([title, table]) => `\n## ${title}\n\n${tableOf(table)}\n`);
  return INTRODUCTION + sections.join('');
}

function tableOf(table: SettingsTable): string {
  const used = Object.entries<Setting>(table).filter(([, each]) => each.hasNoEffect === undefined);
  const rows = used.map(([key, setting]) => [
    `\`${key}\``,
    `\`${flagOf(key)}\``,
    setting.symbol ?? '',
    whereNotGiven(setting),
    setting.paper ?? '',
    meaningOf(setting),
  ]);
  return markdownTable(['key', 'flag', 'symbol', 'default', 'paper', 'meaning'], rows);
}

function whereNotGiven(setting: Setting): string {
  return setting.required === true ? '(required)' : (defaultInWords(setting) ?? '');
}

function meaningOf({ says, kind, onlyWith, onlyWithAny = [] }: Setting): string {
  const meaning = kind.names === undefined ? says : `${says}: ${kind.names.join(', ')}`;
  const choices = onlyWithAny.map(needsOf).join(', or ');
  const needs = [...(onlyWith === undefined ? [] : [needsOf(onlyWith)]), choices].filter(Boolean);
  return needs.length === 0 ? meaning : `${meaning} (only ${needs.join(', and ')})`;
}

/** "with `quantizer` rq-vae and without `codebookSizes`" */
function needsOf(others: OtherSettings): string {
  const needs = Object.entries(others).map(([key, wanted]) => {
    if (wanted === 'missing') return `without \`${key}\``;
    if (wanted === 'given') return `with \`${key}\``;
    const values = 'not' in wanted ? `other than ${wanted.not.join(' or ')}` : wanted.join(' or ');
    return `with \`${key}\` ${values}`;
  });
  return needs.join(' and ');
}

const [BEGIN, END] = ['<!-- keys: made by npm run docs -->', '<!-- end of keys -->'];

/** The text of configs/README.md, of which the table of keys is made. */
export function comparisonKeys(root: string): string {
  return withKeys(root, 'configs/README.md', COMPARE_KEYS);
}

/** The same of configs/maps/README.md. */
export function mapKeys(root: string): string {
  return withKeys(root, 'configs/maps/README.md', MAP_KEYS);
}

function withKeys(root: string, path: string, table: SettingsTable): string {
  const [before, rest] = readFileSync(join(root, path), 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${path} has lost the marks of its keys`);
  const rows = Object.entries(table).map(([key, setting]) => [`\`${key}\``, describeKey(setting)]);
  return `${before}${BEGIN}\n\n${markdownTable(['key', 'meaning'], rows)}\n\n${END}${after}`;
}

function describeKey(setting: Setting): string {
  const shown = setting.otherwise;
  const needed = setting.required === true ? ' (required)' : '';
  return `${setting.says}${shown === undefined ? needed : ` (default: ${shown})`}`;
}
