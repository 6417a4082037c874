// Flags of the commands that are no stage: compare, report, quickstart, setup.
import {
  file,
  flag,
  folder,
  positiveInt,
  positiveNumber,
  text,
  textCalled,
  textLike,
} from '../../schema/kinds.ts';
import { severalOf } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { CHECKPOINTS } from './common-flags.ts';

const JOBS = {
  kind: positiveInt,
  default: null,
  otherwise: 'one for each core',
  says: 'processes at a time, of one trial or several',
} as const;

export const COMPARE_FLAGS = defineSettings({
  config: { kind: file, required: true, says: 'JSON configuration' },
  out: { kind: folder, required: true, says: 'folder for results.json and run.json' },
  store: {
    kind: folder,
    default: null,
    otherwise: '--out',
    says: 'folder for data and trials, which comparisons may share',
  },
  jobs: { ...JOBS, onlyWith: { collect: 'missing' } },
  set: {
    kind: severalOf(textCalled('key=value'), 'key=value'),
    default: null,
    says: 'change a key of the config; may be repeated',
  },
  checkpointMinutes: { ...CHECKPOINTS, onlyWith: { collect: 'missing' } },
  plan: {
    kind: flag,
    default: false,
    says:
      'make the inputs, then print a line of JSON for each unfinished trial, with the command that ' +
      'does it; train nothing',
  },
  collect: {
    kind: flag,
    default: false,
    says: 'the table of what is finished; train nothing',
  },
  resume: {
    kind: flag,
    default: false,
    says: 'go on after an interruption; this is so without it too',
  },
});
export type CompareOptions = OptionsOf<typeof COMPARE_FLAGS>;

const MEASURING = { plan: 'missing', collect: 'missing' } as const;

export const MAP_FLAGS = defineSettings({
  config: { kind: file, required: true, says: 'JSON configuration' },
  out: { kind: folder, required: true, says: 'folder for map.json, run.json and the places' },
  jobs: { ...JOBS, onlyWith: MEASURING },
  set: COMPARE_FLAGS.set,
  checkpointMinutes: { ...CHECKPOINTS, onlyWith: MEASURING },
  most: {
    kind: positiveInt,
    default: null,
    otherwise: 'all',
    onlyWith: MEASURING,
    says: 'new places to measure at most; the same command goes on with others',
  },
  known: {
    kind: severalOf(file, 'files'),
    default: null,
    otherwise: 'none',
    says: 'map.json files of other runs: places that they hold are taken over',
  },
  keep: {
    kind: flag,
    default: false,
    onlyWith: { plan: 'missing' },
    says: 'keep corpora and trials of finished places',
  },
  plan: {
    kind: flag,
    default: false,
    says:
      'print a line of JSON for each unfinished place of the grids, with the command that measures it; ' +
      'measure nothing',
  },
  collect: { kind: flag, default: false, says: 'the map of what is finished; measure nothing' },
});
export type MapOptions = OptionsOf<typeof MAP_FLAGS>;

export const DRY_RUN = defineSettings({
  dryRun: {
    kind: flag,
    default: false,
    says: 'only say how many calls and tokens it will take; ask nothing, write nothing',
  },
});

const WITHOUT_PILOT = { from: 'missing' } as const;

export const POWER_FLAGS = defineSettings({
  from: {
    kind: folder,
    default: null,
    otherwise: 'logs that were measured before',
    says: 'folder of a sid compare with two seeds or more: the pilot',
  },
  figure: {
    kind: text,
    default: 'ne_gain_percent/all',
    onlyWithAny: [{ from: 'given' }, { seedSpread: 'given' }],
    says: 'figure of its lines',
  },
  effect: {
    kind: positiveNumber,
    default: 0.5,
    says: 'difference to show, in the unit of the figure',
  },
  seeds: {
    kind: positiveInt,
    default: null,
    otherwise: "the pilot's",
    says: 'seeds of the comparison to plan',
  },
  seedSpread: {
    kind: positiveNumber,
    default: null,
    onlyWith: WITHOUT_PILOT,
    says: 'without a pilot: standard deviation between seeds',
  },
  logError: {
    kind: positiveNumber,
    default: null,
    onlyWith: WITHOUT_PILOT,
    says: 'without a pilot: standard error from the users and items of a log',
  },
  impressions: {
    kind: positiveInt,
    default: null,
    onlyWith: { ...WITHOUT_PILOT, logError: 'given' },
    says: 'without a pilot: impressions measured on in that log',
  },
});
export type PowerOptions = OptionsOf<typeof POWER_FLAGS>;

export const REPORT_FLAGS = defineSettings({
  in: {
    kind: severalOf(folder, 'dirs'),
    required: true,
    says: 'folders to search for run.json, at any depth; what a comparison read elsewhere too',
  },
  out: { kind: file, required: true, says: 'the page' },
  markdown: {
    kind: flag,
    default: false,
    says: 'write the tables of comparisons as Markdown; no charts',
  },
  force: {
    kind: flag,
    default: false,
    says: 'replace the page, or the figures of the document, that --out names',
  },
});
export type ReportOptions = OptionsOf<typeof REPORT_FLAGS>;

export const QUICKSTART_FLAGS = defineSettings({
  out: { kind: folder, default: 'runs/quickstart', says: 'folder to write' },
  jobs: JOBS,
});
export type QuickstartOptions = OptionsOf<typeof QUICKSTART_FLAGS>;

const BUILDING = { embed: 'missing', check: 'missing' } as const;

export const SETUP_FLAGS = defineSettings({
  tensorflow: {
    kind: textLike(/^\d+\.\d+\.\d+$/, 'version', 'a whole version, like 2.21.0'),
    default: null,
    onlyWith: BUILDING,
    says: 'build on this version of TensorFlow',
  },
  gpu: {
    kind: flag,
    default: false,
    onlyWith: BUILDING,
    says: 'the CUDA build, several GB to download (Linux with an NVIDIA driver)',
  },
  embed: {
    kind: flag,
    default: false,
    says: 'instead of the engine, the packages that sid embed needs (about 350 MB), by npm',
  },
  check: {
    kind: flag,
    default: false,
    says: 'only say whether it works; change nothing',
  },
});
export type SetupOptions = OptionsOf<typeof SETUP_FLAGS>;
