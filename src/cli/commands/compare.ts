// `sid compare`.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readJson } from '../../artifacts/json-file.ts';
import { lockComparison } from '../../experiments/compare/lock-comparison.ts';
import { codeVersions } from '../../experiments/compare/code-versions.ts';
import { parseCompareConfig } from '../../experiments/compare/compare-config.ts';
import {
  resolveEmbeddings,
  resolveSource,
  unreadEmbeddings,
} from '../../experiments/compare/embeddings-config.ts';
import type { CompareConfig } from '../../experiments/compare/compare-config.ts';
import { idleInConfig } from '../../experiments/compare/idle-in-config.ts';
import type { ComparisonPlace } from '../../experiments/compare/comparison-place.ts';
import { comparisonToJson } from '../../experiments/compare/comparison-json.ts';
import { allSteps } from '../../experiments/compare/plan-comparison.ts';
import type { PreparedInputs, Trial } from '../../experiments/compare/plan-trials.ts';
import {
  collectFinished,
  listUnfinished,
  runComparison,
} from '../../experiments/compare/run-comparison.ts';
import type { Comparison } from '../../experiments/compare/run-comparison.ts';
import type { FailedTrial } from '../../experiments/compare/run-trials.ts';
import type { WorkerInput } from '../../experiments/compare/worker.ts';
import { kernelBuild } from '../../kernels/kernel-build.ts';
import { compareRecord } from '../../records/compare-record.ts';
import { correlationTables } from '../../records/sheet-correlations.ts';
import { edgesOf } from '../../records/tuned-settings.ts';
import { isObject } from '../../schema/json.ts';
import { loadConfig } from '../../schema/load-config.ts';
import type { RawConfig } from '../../schema/load-config.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { plural } from '../../util/plural.ts';
import { UserError } from '../../util/errors.ts';
import { shellQuote } from '../../util/shell-quote.ts';
import { threadsFrom } from '../../util/threads.ts';
import type { CompareOptions } from '../frame/command-flags.ts';
import { explainIn } from '../frame/explain-in.ts';
import type { RunContext } from '../frame/run-command.ts';
import { drawTextTable } from '../print/draw-text-table.ts';
import { describeComparison } from '../print/describe-comparison.ts';

/** Runs or completes a comparison and shows its table; or plans it, or collects what is finished. */
export async function compare(options: CompareOptions, run: RunContext): Promise<void> {
  await compareAll(options, run);
}

/** The same. @returns what was compared; nothing where it was only planned */
export async function compareAll(
  options: CompareOptions,
  run: RunContext,
): Promise<Comparison | undefined> {
  if (options.plan && options.collect) {
    throw new UserError('give --plan or --collect, not both');
  }
  const raw = loadConfig(options.config, options.set ?? []);
  const config = explainIn(options.config, () => parseCompareConfig(raw));
  for (const line of idleInConfig(config.points.map((point) => point.config))) run.warn(line);
  for (const name of neverRead(config)) {
    run.warn(`"embeddings.${name}" is read by no line; it is left out`);
  }
  const { out } = options;
  const store = options.store ?? out;
  const releases: (() => void)[] = [];
  try {
    const folders = new Map([out, store].map((each) => [resolve(each), each]));
    for (const folder of folders.values()) releases.push(await lockComparison(folder, run.say));
    if (options.plan) {
      const place = createPlace(resolve(store), options, run);
      showPlan(await listUnfinished(withAbsolutePaths(config), place), place, run);
      return undefined;
    }
    const place = createPlace(store, options, run);
    const collectOrRun = options.collect ? collectFinished : runComparison;
    const comparison = await collectOrRun(config, place);
    if (options.collect && comparison.results.length === 0 && holdsResults(out)) {
      throw new UserError(
        `${out} holds results, and no trial is finished in ${store}: they are left; give the --store that ` +
          'has their trials, or choose another --out',
      );
    }
    await showComparison(comparison, { config, raw, out, store, run });
    return comparison;
  } finally {
    for (const release of releases) release();
  }
}

/** Names of embeddings that no point of the comparison reads. */
function neverRead({ points }: CompareConfig): readonly string[] {
  const [first, ...others] = points.map((point) => unreadEmbeddings(point.config));
  return first.filter((name) => others.every((unread) => unread.includes(name)));
}

/** Whether an earlier call found finished trials. */
function holdsResults(out: string): boolean {
  const path = join(out, 'results.json');
  const earlier = existsSync(path) ? readJson(path) : undefined;
  return isObject(earlier) && Array.isArray(earlier.strategies) && earlier.strategies.length > 0;
}

/** What the flags and the machine say of where and how a comparison runs. */
export function createPlace(
  store: string,
  options: Pick<CompareOptions, 'jobs' | 'checkpointMinutes'>,
  run: RunContext,
): ComparisonPlace {
  const kernels = Object.values(kernelBuild()).join(' ');
  const codeKernels = Object.values(kernelBuild({ SID_KERNELS: 'simd' })).join(' ');
  return {
    out: store,
    jobs: options.jobs ?? availableParallelism(),
    checkpointMinutes: options.checkpointMinutes,
    threads: threadsFrom(),
    code: codeVersions({ kernels, codeKernels }),
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
    say: run.say,
    warn: run.warn,
  };
}

/** What is planned runs in any folder. */
function withAbsolutePaths(config: CompareConfig): CompareConfig {
  const absolute = (path: string | null): string | null => path && resolve(path);
  const points = config.points.map((point) => {
    const { corpus, sids, strategies } = point.config;
    const paths = {
      corpus: absolute(corpus),
      sids: absolute(sids),
      embeddings: resolveEmbeddings(point.config.embeddings),
      strategies: strategies.map((line) =>
        line.embeddings === undefined
          ? line
          : { ...line, embeddings: resolveSource(line.embeddings) },
      ),
    };
    return { ...point, config: { ...point.config, ...paths } };
  });
  return { ...config, points };
}

function showPlan(
  models: readonly (readonly Trial[])[],
  { checkpointMinutes }: ComparisonPlace,
  run: RunContext,
): void {
  const trials = models.map((members) => {
    const input: WorkerInput = { steps: allSteps(members), checkpointMinutes };
    const words = [process.execPath, process.argv[1], 'run-steps', JSON.stringify(input)];
    return { trial: members[0].id, command: words.map(shellQuote).join(' '), words };
  });
  run.say(`${plural(trials.length, 'trial')} to run`);
  run.result({ trials }, trials.map((trial) => JSON.stringify(trial)).join('\n'));
}

interface Shown {
  readonly config: CompareConfig;
  readonly raw: RawConfig;
  readonly out: string;
  readonly store: string;
  readonly run: RunContext;
}

async function showComparison(
  comparison: Comparison,
  { config, raw, out, store, run }: Shown,
): Promise<void> {
  const results = comparisonToJson(comparison, config.points, out);
  await writeJsonWhole(join(out, 'results.json'), results);
  const { seeds } = config.points[0].config;
  const inputs = nameInputs(comparison.inputs);
  await run.record(compareRecord, out, { config: raw, seed: seeds[0], inputs, metrics: results });
  const correlations = correlationTables(results).map(drawTextTable);
  run.result(
    results,
    [...correlations, describeComparison(comparison, config, { out, store })].join('\n\n'),
  );
  const { failed, missing } = comparison;
  for (const { page } of comparison.inputs) {
    if (page !== undefined) run.say(`what the first semantic IDs hold: ${join(page, 'page.html')}`);
  }
  if (failed.length > 0) throw failureOf(failed);
  const edges = edgesOf(results.strategies);
  if (edges.length > 0) run.warn(`on an edge of the grid, extend it: ${edges.join(', ')}`);
  if (missing.length > 0) run.warn(`not finished yet: ${missing.join(', ')}`);
}

/** `corpus` and `sids`; where there are several, `corpus 2`, `sids 2` and so on too. */
function nameInputs(inputs: readonly PreparedInputs[]): Record<string, string> {
  const named: Record<string, string> = {};
  const kinds = {
    corpus: inputs.flatMap((each) => [...each.corpora.values()]),
    sids: inputs.flatMap(({ sids, ownSids }) =>
      [sids, ...ownSids.values()].flatMap((bySeed) => [...bySeed.values()]),
    ),
  };
  for (const [kind, paths] of Object.entries(kinds)) {
    for (const [i, path] of [...new Set(paths)].filter((each) => each !== undefined).entries()) {
      named[i === 0 ? kind : `${kind} ${i + 1}`] = path;
    }
  }
  return named;
}

/** What was wrong with each has been said when it ended. */
function failureOf(failed: readonly FailedTrial[]): Error {
  const names = failed.map(({ strategy, seed }) => `${strategy} seed ${seed}`).join(', ');
  const text =
    `${plural(failed.length, 'trial')} failed, the tables are without what they lack: ${names}; ` +
    'mend the cause and run the same command again, finished trials are kept';
  return failed.every(({ status }) => status === 2) ? new UserError(text) : new Error(text);
}
