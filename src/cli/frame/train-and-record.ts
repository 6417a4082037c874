// Trains rankers and writes their run folders.
import { openCorpus } from '../../data/open-corpus.ts';
import type { OpenCorpus } from '../../data/open-corpus.ts';
import { createCheckpointClock } from '../../experiments/checkpoint-clock.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { completeRankerRun, RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import type { RankerRunConfig } from '../../ranker/model/ranker-config.ts';
import { openItemRows } from '../../ranker/model/ranker-inputs.ts';
import type { RankerInputs } from '../../ranker/model/ranker-inputs.ts';
import type { DayMetrics } from '../../ranker/train/day-metrics.ts';
import { trainRankers } from '../../ranker/train/train-rankers.ts';
import type { TrainingLog } from '../../ranker/train/training-log.ts';
import { findPlace, placeText } from '../../ranker/train/training-position.ts';
import { trainRankerRecord } from '../../records/train-ranker-record.ts';
import type { TrainRankerMetrics } from '../../records/train-ranker-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { groupBy } from '../../util/group-by.ts';
import type { TRAINING_OUT } from './common-flags.ts';
import { peakMemoryMb } from './run-command.ts';
import type { RunContext } from './run-command.ts';
import { logTraining, openTensorboard } from './tensorboard.ts';
import { createTurnClock } from './turn-clock.ts';

/** A command line of `sid train-ranker`. */
export interface TrainingLine {
  readonly options: OptionsOf<typeof RANKER_RUN_SETTINGS & typeof TRAINING_OUT>;
  /** Its words, for the run record; what was typed where not given. */
  readonly argv?: readonly string[];
}

/** What a trained ranker's command prints. */
export interface TrainedRun {
  /** With --json. */
  readonly value: object;
  readonly text: string;
}

/**
 * Trains rankers, over one reading of the days where there are several, and writes the run folder of each as if it
 * had been trained alone. Its `seconds` are then its own steps and saves and an equal share of the reading;
 * `peak_memory_mb` is the whole process's. With --resume those that are finished are left as they are, and those that
 * stand at different places train apart.
 *
 * @throws UserError or InterruptedError, with checkpoints, as `sid train-ranker` does
 */
export async function trainAndRecord(
  lines: readonly TrainingLine[],
  run: RunContext,
): Promise<TrainedRun[]> {
  const runs = lines.map((line) => ({
    ...line,
    config: completeRankerRun(valuesOf(RANKER_RUN_SETTINGS, line.options)),
  }));
  const started: StartedRun[] = [];
  const trained = new Map<TrainingLine, TrainedRun>();
  try {
    for (const each of runs) {
      started.push({ ...each, folder: await startRun(each.options, run.say) });
    }
    for (const each of started.filter(({ folder }) => folder.isFinished)) {
      trained.set(each, await describeFinished(each, run));
    }
    const waiting = started.filter(({ folder }) => !folder.isFinished);
    const groups = groupBy(waiting, ({ folder }) => placeText(findPlace(folder.path)));
    for (const group of groups.values()) {
      const results = await trainGroup(group, run);
      group.forEach((each, i) => trained.set(each, results[i]));
    }
  } finally {
    for (const { folder } of started) folder.leave();
  }
  return started.flatMap((each) => trained.get(each) ?? []);
}

/** A line with its settings and the folder that it works in. */
interface StartedRun extends TrainingLine {
  readonly config: RankerRunConfig;
  readonly folder: RunFolder;
}

async function describeFinished(
  { options, config }: StartedRun,
  { say }: RunContext,
): Promise<TrainedRun> {
  const now = { config, inputs: inputsOf(config) };
  const { metrics } = await assertSameRun(trainRankerRecord, options.out, now);
  say(`${options.out} holds this run, finished: nothing to do`);
  return describe(config, options.out, metrics);
}

function inputsOf({ corpus, sids }: RankerRunConfig): Record<string, string> {
  return { corpus, ...(sids === null ? {} : { sids }) };
}

/** Trains what begins at one place. */
async function trainGroup(group: readonly StartedRun[], run: RunContext): Promise<TrainedRun[]> {
  const startSeconds = run.elapsedSeconds();
  const configs = group.map(({ config }) => config);
  const inputs = await openInputs(configs, run.warn);
  const clock = createTurnClock(group.length);
  const before = group.map(() => 0);
  const jobs = group.map(({ options, folder }, i) => ({
    config: configs[i],
    inputs: inputs[i],
    folder: folder.path,
    resume: options.resume,
    log: countBefore(
      openLog(options.tensorboard, () => clock.secondsOf(i)),
      (impressions) => (before[i] = impressions),
    ),
  }));
  const { onProgress, shouldStop } = run;
  const isCheckpointDue = createCheckpointClock(
    Math.min(...group.map(({ options }) => options.checkpointMinutes)),
  );
  const watch = { onProgress, shouldStop, isCheckpointDue, onTurn: clock.onTurn };
  const days = await trainRankers(jobs, watch);
  const seconds = group.map((_, i) => clock.secondsOf(i));
  const trained: TrainedRun[] = [];
  for (const [i, { config, options, argv, folder }] of group.entries()) {
    const metrics = metricsOf(days[i], inputs[i], seconds[i], before[i]);
    const ofAll =
      run.elapsedSeconds() - startSeconds - seconds.reduce((sum, each) => sum + each, 0);
    await run.record(trainRankerRecord, folder.path, {
      ...{ config, seed: config.seed, inputs: inputsOf(config), metrics },
      ...(argv === undefined ? {} : { argv }),
      seconds: seconds[i] + ofAll / group.length,
    });
    folder.finish();
    trained.push(describe(config, options.out, metrics));
  }
  return trained;
}

/** The inputs of each; a corpus that several need is opened once. */
async function openInputs(
  configs: readonly RankerRunConfig[],
  warn: (line: string) => void,
): Promise<RankerInputs[]> {
  const corpora = new Map<string, OpenCorpus>();
  const all: RankerInputs[] = [];
  for (const config of configs) {
    const corpus = corpora.get(config.corpus) ?? (await openCorpus(config.corpus));
    corpora.set(config.corpus, corpus);
    const inputs = await openItemRows(corpus, config.sids ?? undefined, config);
    const { warning } = inputs.itemRows;
    if (warning !== undefined) warn(configs.length > 1 ? `${config.embed}: ${warning}` : warning);
    all.push(inputs);
  }
  return all;
}

function openLog(folder: string | null, elapsedSeconds: () => number): TrainingLog | undefined {
  return folder === null ? undefined : logTraining(openTensorboard(folder), elapsedSeconds);
}

/** A log that also says what an interrupted run had been trained on. */
function countBefore(
  log: TrainingLog | undefined,
  onStart: (impressions: number) => void,
): TrainingLog {
  return {
    start(impressions) {
      onStart(impressions);
      log?.start(impressions);
    },
    step: (...entry) => log?.step(...entry),
    day: (...entry) => log?.day(...entry),
  };
}

/** @param before impressions of an interrupted run that this one went on from: not in `seconds` */
function metricsOf(
  days: readonly DayMetrics[],
  { itemRows }: RankerInputs,
  seconds: number,
  before: number,
): TrainRankerMetrics {
  const impressions = days.reduce((sum, day) => sum + day.impressions, 0);
  return {
    table_rows: itemRows.numRows,
    tokens_per_item: itemRows.tokensPerItem,
    impressions,
    examples_per_second: Math.round((impressions - before) / seconds),
    seconds,
    peak_memory_mb: peakMemoryMb(),
    days,
  };
}

function describe(config: RankerRunConfig, out: string, metrics: TrainRankerMetrics): TrainedRun {
  const { impressions, seconds, examples_per_second, days } = metrics;
  const last = days[days.length - 1];
  return {
    value: { out, embed: config.embed, ...metrics },
    text:
      `${config.embed}: ${impressions} impressions in ${seconds.toFixed(1)} s ` +
      `(${examples_per_second}/s), NE of the last day while training ${last.ne.toFixed(4)}\n` +
      `models after day ${config.keepDays.join(', ')} in ${out}`,
  };
}
