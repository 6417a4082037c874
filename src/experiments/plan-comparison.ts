import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertDayInCorpus, readCorpusInfo } from '../artifacts/corpus.ts';
import { isObject } from '../config/fields.ts';
import { UserError } from '../util/errors.ts';
import type { CompareConfig, StrategyConfig } from './compare-config.ts';
import { hashInput } from './hash-input.ts';
import { toFlags } from './settings.ts';
import type { Settings } from './settings.ts';

/** One command line of sid with the folder that it makes: done when that holds `finishedFile`. */
export interface Step {
  readonly words: readonly string[];
  readonly folder: string;
  readonly finishedFile: 'run.json' | 'corpus.json';
}

/** One strategy with one seed: steps that run one after another in one process. */
export interface Trial {
  readonly strategy: StrategyConfig;
  readonly seed: number;
  readonly folder: string;
  readonly runFolder: string;
  readonly segmentsFolder: string;
  readonly driftFolder: string | undefined;
  readonly steps: readonly Step[];
}

/** Where trials find their data. */
export interface PreparedInputs {
  readonly corpus: string;
  readonly sids: string | undefined;
}

/** Whether a step has been done, by an earlier run too. */
export function isFinished(step: Step): boolean {
  return existsSync(join(step.folder, step.finishedFile));
}

/** The step that makes the corpus, and where it will be; no step where the config names a folder. */
export async function planCorpus(
  config: CompareConfig,
  out: string,
  version: string,
): Promise<{ corpus: string; step: Step | undefined }> {
  if (config.corpus !== undefined) return { corpus: config.corpus, step: undefined };
  const { set, ...flags } = config.import ?? { ...config.simulate, set: undefined };
  if (config.import !== undefined && typeof set !== 'string') {
    throw new UserError('"import.set" is missing; give the name of a data set');
  }
  const command = typeof set === 'string' ? ['import', set] : ['simulate'];
  const key = { command, flags, files: await hashFiles(flags), version };
  const corpus = join(out, 'prepared', `corpus-${shortHash(key)}`);
  const words = [...command, ...toFlags(flags), '--out', corpus];
  return { corpus, step: { words, folder: corpus, finishedFile: 'corpus.json' } };
}

/** The steps that make the semantic IDs of a corpus that is there; none where the config names a file. */
export async function planSids(
  config: CompareConfig,
  corpus: string,
  out: string,
  version: string,
): Promise<{ sids: string | undefined; steps: Step[] }> {
  if (config.rqvae === undefined) return { sids: config.sids, steps: [] };
  const embeddings = await hashInput(join(corpus, 'embeddings.arrow'));
  const key = shortHash({ flags: config.rqvae, embeddings, version });
  const rqvae = join(out, 'prepared', `rqvae-${key}`);
  const folder = join(out, 'prepared', `sids-${key}`);
  const train = ['train-rqvae', '--corpus', corpus, ...toFlags(config.rqvae), '--out', rqvae];
  const assign = ['assign', '--rqvae', rqvae, '--corpus', corpus, '--out', folder];
  return {
    sids: join(folder, 'sids.arrow'),
    steps: [
      { words: train, folder: rqvae, finishedFile: 'run.json' },
      { words: assign, folder, finishedFile: 'run.json' },
    ],
  };
}

/**
 * Every strategy with every seed. A trial's folder is named by a hash of all that decides its result (settings, seed,
 * the inputs' bytes, sid's version), so that a finished one is found again whatever else the config says.
 *
 * @throws UserError for days that the corpus lacks, before anything is trained
 */
export async function planTrials(
  config: CompareConfig,
  inputs: PreparedInputs,
  out: string,
  version: string,
): Promise<Trial[]> {
  const day = config.evaluate.day ?? lastTrainingDay(config) + 1;
  const info = readCorpusInfo(inputs.corpus);
  assertDayInCorpus(info, lastTrainingDay(config), '"ranker.days": day');
  assertDayInCorpus(info, day, '"evaluate.day"');
  assertDriftDaysKept(config);
  const corpusHash = await hashInput(inputs.corpus);
  const sidsHash = inputs.sids === undefined ? undefined : await hashInput(inputs.sids);
  return config.strategies.flatMap((strategy) =>
    config.seeds.map((seed) => {
      const needsCodes = strategy.embed !== 'individual' && strategy.embed !== 'random';
      const sids = needsCodes ? inputs.sids : undefined;
      const settings = { embed: strategy.embed, ...config.ranker, ...strategy.ranker, seed };
      const key = shortHash({
        settings: Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)),
        corpusHash,
        sidsHash: needsCodes ? sidsHash : undefined,
        version,
      });
      const folder = join(out, 'trials', `${fileName(strategy.name)}-seed-${seed}-${key}`);
      return createTrial(config, {
        strategy,
        seed,
        folder,
        settings,
        day,
        corpus: inputs.corpus,
        sids,
      });
    }),
  );
}

interface TrialParts {
  readonly strategy: StrategyConfig;
  readonly seed: number;
  readonly folder: string;
  readonly settings: Settings;
  readonly day: number;
  readonly corpus: string;
  readonly sids: string | undefined;
}

function createTrial(config: CompareConfig, parts: TrialParts): Trial {
  const { folder, day, corpus, sids } = parts;
  const { hours } = config.evaluate;
  const runFolder = join(folder, 'run');
  const segmentsFolder = join(folder, `segments-day-${day}${hours ? `-${hours}-hours` : ''}`);
  const inputs = toFlags({ corpus, sids });
  const steps: Step[] = [
    {
      words: ['train-ranker', ...inputs, ...toFlags(parts.settings), '--out', runFolder],
      folder: runFolder,
      finishedFile: 'run.json',
    },
    {
      words: ['eval-segments', ...toFlags({ run: runFolder, day, hours, out: segmentsFolder })],
      folder: segmentsFolder,
      finishedFile: 'run.json',
    },
  ];
  let driftFolder: string | undefined;
  if (config.drift !== undefined) {
    const { earlyDay, lateDay } = config.drift;
    driftFolder = join(folder, `drift-${earlyDay}-${lateDay}`);
    const flags = { runs: runFolder, earlyDay, lateDay, out: driftFolder };
    steps.push({
      words: ['eval-drift', ...toFlags(flags)],
      folder: driftFolder,
      finishedFile: 'run.json',
    });
  }
  const { strategy, seed } = parts;
  return { strategy, seed, folder, runFolder, segmentsFolder, driftFolder, steps };
}

/** The end of `ranker.days`, "1-4", {from, to} or 4. */
function lastTrainingDay(config: CompareConfig): number {
  const { days } = config.ranker;
  const last = isObject(days) ? days.to : String(days).split('-').at(-1);
  if (!(Number(last) >= 1)) {
    throw new UserError('"ranker.days" is missing; give the days to train on, like "1-4"');
  }
  return Number(last);
}

function assertDriftDaysKept(config: CompareConfig): void {
  if (config.drift === undefined) return;
  const { earlyDay, lateDay } = config.drift;
  const { keepDays } = config.ranker;
  const kept = Array.isArray(keepDays)
    ? keepDays.map(Number)
    : String(keepDays).split(',').map(Number);
  const missing = [earlyDay, lateDay].find((day) => !kept.includes(day));
  if (missing !== undefined) {
    throw new UserError(
      `"drift" wants the model of day ${missing}; give "ranker.keepDays": [${earlyDay}, ${lateDay}]`,
    );
  }
}

async function hashFiles(flags: Settings): Promise<string[]> {
  const paths = Object.values(flags).filter(
    (value): value is string => typeof value === 'string' && existsSync(value),
  );
  return Promise.all(paths.map(hashInput));
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}

function fileName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
}
