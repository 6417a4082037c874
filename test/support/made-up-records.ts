import { USUAL_COLUMNS } from '../../src/artifacts/embedding-columns.ts';
import { mkdirSync } from 'node:fs';
import { DECODE_SETTINGS } from '../../src/decode/decode-settings.ts';
import { DEFAULT_RANKER_CONFIG } from '../../src/ranker/model/ranker-config.ts';
import { ITEM_SEGMENTS } from '../../src/metrics/segments.ts';
import type { SegmentFigures } from '../../src/records/figures.ts';
import { findKind } from '../../src/records/all-records.ts';
import type { AnyRecord, RecordFor } from '../../src/records/all-records.ts';
import { writeRecord } from '../../src/records/run-record.ts';
import { RQ_VAE_SETTINGS } from '../../src/quantizer/model/rq-vae-config.ts';
import type { FoundRecord } from '../../src/report/found-record.ts';
import { defaultsOf } from '../../src/schema/settings.ts';
import { madeUpLog } from './made-up-log.ts';

type Command = AnyRecord['command'];
type Measuring = Extract<
  Command,
  | 'compare'
  | 'map'
  | 'where'
  | 'decode'
  | 'train-rqvae'
  | 'assign'
  | 'train-ranker'
  | 'eval-segments'
  | 'eval-drift'
  | `analyze ${'hourglass' | 'click-skew' | 'attention' | 'ne-matrix'}`
>;

type Part<C extends Command> = Partial<Omit<AnyRecord, 'command' | 'config' | 'metrics'>> & {
  readonly config?: Partial<RecordFor<C>['config']>;
  readonly metrics?: Partial<RecordFor<C>['metrics']>;
};

const collisions = {
  semantic_ids: 850,
  items_per_semantic_id: 1.02,
  sharing_percent: 4.9,
  largest: 5,
};
const levels = [
  { usage: 8, perplexity: 6.9 },
  { usage: 7, perplexity: 3.2 },
];
export const normed = levels.map((level) => ({ ...level, residual_norm: 1 }));
const cost = { seconds: 1, peak_memory_mb: 100 };
const analyzed = { figures: {}, by_construction: [] };
const subject = { run: null, corpus: 'corpus', sids: null, day: null, hours: null, seed: 1 };

/** A segment of one seed. */
export function segment(name: SegmentFigures['segment'], ne: number): SegmentFigures {
  const all = { impressions: 5000, items: 100, label_rate: 0.2, calibration: 1, log_loss: 0.4 };
  return { segment: name, ...all, auc: 0.6, ne, ne_recalibrated: ne - 0.001 };
}

/** All segments of one seed, with one NE. */
export function segmentsOf(ne: number): SegmentFigures[] {
  return [...ITEM_SEGMENTS, 'all' as const].map((name) => segment(name, ne));
}

/** What is in a record where nothing else is given. */
export const NOTHING_MEASURED: {
  readonly [C in Measuring]: {
    readonly config: RecordFor<C>['config'];
    readonly metrics: RecordFor<C>['metrics'];
  };
} = {
  compare: {
    config: {},
    metrics: {
      title: null,
      baseline: 'random',
      varies: ['ranker', 'hash', 'users', 'items'],
      fixed: ['codes', 'log'],
      negatives: [{ rule: "the log's own impressions that were not clicked", probe_ne: null }],
      drift_days: null,
      strategies: [],
      claims: [],
      failed: [],
      missing: [],
      trials: { reused: 0, trained: 0 },
      out: 'runs/shop',
    },
  },
  map: {
    config: {},
    metrics: { title: 'a map', axes: [], grids: [], places: [], left: 0, out: 'runs/map' },
  },
  where: {
    config: { corpus: 'corpus', seed: 1, map: 'map.json' },
    metrics: madeUpLog,
  },
  decode: {
    config: { ...defaultsOf(DECODE_SETTINGS), sids: 'sids' },
    metrics: {
      ...{
        items: 6,
        levels: 2,
        codebook_sizes: [4, 4],
        types: 0,
        not_in_catalog: 0,
        without_codes: 0,
      },
      by_length: [
        {
          ...{ depth: 1, prefixes: 3, largest: 4, alone_percent: 100 / 3 },
          ...{ purity_percent: 250 / 3, chance_purity_percent: 50 },
        },
      ],
      ...{ prefixes: [], more_prefixes: 0, pictures: 0, pictures_unreadable: 0, ...cost },
    },
  },
  'train-rqvae': {
    config: {
      ...{ ...defaultsOf(RQ_VAE_SETTINGS), ...USUAL_COLUMNS },
      ...{ epochs: 4, batchSize: 32, codebookSize: 8 },
    },
    metrics: {
      items: 871,
      known_items: 871,
      validation_items: 43,
      items_per_second: 1000,
      ...cost,
      epochs: 0,
      train_loss: NaN,
      validation_loss: NaN,
      best_epoch: null,
      best_validation_loss: NaN,
      loss: 20,
      reconstruction: 18,
      explained_variance: 0.4,
      codebook_sizes: [8, 8],
      levels: normed,
      collapsed: [],
      ...collisions,
      history: [],
    },
  },
  assign: {
    config: {
      ...{ rqvae: 'rqvae', embeddings: 'embeddings.arrow', model: 'best', quantizer: 'ab' },
      ...USUAL_COLUMNS,
      ...{ append: null, collisions: 'keep', capacity: null, shareDuplicates: false, beam: 1 },
    },
    metrics: {
      ...{ items: 871, new_items: 871, moved_items: 0 },
      items_per_second: 1000,
      ...cost,
      codebook_sizes: [8, 8],
      levels,
      ...collisions,
    },
  },
  'train-ranker': {
    config: {
      ...DEFAULT_RANKER_CONFIG,
      ...{ corpus: 'corpus', sids: null, days: { from: 1, to: 3 }, keepDays: [3], embed: 'random' },
    },
    metrics: {
      table_rows: 300,
      tokens_per_item: 1,
      impressions: 3000,
      examples_per_second: 1000,
      ...cost,
      days: [],
    },
  },
  'eval-segments': {
    config: { run: 'run', day: 4, hours: null, modelDay: 3 },
    metrics: {
      day: 4,
      hours: null,
      model_day: 3,
      only: 'all',
      cut_by: 'impressions',
      segments: segmentsOf(0.95),
    },
  },
  'eval-drift': {
    config: { runs: ['run'], earlyDay: 4, lateDay: 20 },
    metrics: { early_day: 4, late_day: 20, held_out_impressions: 100, strategies: [] },
  },
  'analyze hourglass': {
    config: subject,
    metrics: {
      analysis: 'hourglass',
      ...analyzed,
      detail: { items: 100, levels: 2, codebook_sizes: [8, 8], tree: [] },
    },
  },
  'analyze click-skew': {
    config: subject,
    metrics: { analysis: 'click-skew', ...analyzed, detail: { curves: {} } },
  },
  'analyze attention': {
    config: subject,
    metrics: {
      analysis: 'attention',
      ...analyzed,
      detail: {
        day: 4,
        examples: 100,
        examples_to_draw_from: 100,
        mean_map: [],
        map_rows: 'clicks, newest first',
        map_columns: 'clicks, newest first',
        by_length: [],
      },
    },
  },
  'analyze ne-matrix': {
    config: subject,
    metrics: {
      analysis: 'ne-matrix',
      ...analyzed,
      detail: { model_days: [], days: [], impressions: [], ne: [], ne_recalibrated: [] },
    },
  },
};

/** A record with nothing measured, but what is given. */
export function madeUpRecord<C extends Measuring>(
  command: C,
  folder: string,
  part: Part<C> = {},
): FoundRecord<RecordFor<C>> {
  const { config, metrics } = NOTHING_MEASURED[command];
  const record: AnyFrame = {
    argv: [...command.split(' '), '--out', folder],
    seed: 1,
    version: '0.1.0',
    engine: 'TensorFlow 2.21.0',
    kernels: 'none',
    instructions: 'x64',
    inputs: { corpus: 'b21a2c0e039ac175' },
    startedAt: '2026-01-02T03:04:05.000Z',
    seconds: 83.25,
    peakMemoryMb: 404,
    ...part,
    command,
    config: { ...config, ...part.config },
    metrics: { ...metrics, ...part.metrics },
  };
  return { folder, record: record as RecordFor<C> };
}

type AnyFrame = Omit<AnyRecord, 'config' | 'metrics'> & { config: object; metrics: object };

/** Writes it as its command would, checked by its schema. @param folder its own where not given */
export async function writeMadeUp(found: FoundRecord, folder = found.folder): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const kind = findKind(found.record.command);
  if (kind === undefined) throw new Error(found.record.command);
  await writeRecord(kind, folder, found.record);
  return folder;
}
