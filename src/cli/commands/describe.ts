// `sid describe`.
import { describeCatalog } from '../../describe/describe-catalog.ts';
import type { DescribedCatalog } from '../../describe/describe-catalog.ts';
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import type { DescribeSettings } from '../../describe/describe-settings.ts';
import { parseUrl, readKey } from '../../describe/endpoint-address.ts';
import { estimateEffort } from '../../describe/estimate-effort.ts';
import { costOf } from '../../describe/prices.ts';
import { ownPrompts, readPrompts } from '../../describe/prompts.ts';
import type { Prompts } from '../../describe/prompts.ts';
import { TEXT_ROWS } from '../../describe/text-rows.ts';
import type { RoleSpending } from '../../describe/spending-log.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import { describeRecord } from '../../records/describe-record.ts';
import type { DescribeMetrics } from '../../records/describe-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { Rng } from '../../util/rng.ts';
import { describeEstimate, describeTexts } from '../print/describe-texts.ts';
import type { DRY_RUN } from '../frame/command-flags.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import {
  introduceCatalog,
  numberedInputs,
  runOverCatalog,
  withCatalog,
} from '../frame/catalog-run.ts';
import type { OpenedRun } from '../frame/catalog-run.ts';
import type { RunContext } from '../frame/run-command.ts';
import { SYSTEM_CLOCK } from '../frame/system-clock.ts';

type DescribeOptions = OptionsOf<
  typeof DESCRIBE_SETTINGS & typeof DRY_RUN & Pick<typeof TRAINING_OUT, 'out' | 'resume' | 'force'>
>;

/** Catalog -> texts. */
export async function describe(options: DescribeOptions, run: RunContext): Promise<void> {
  const config = { ...valuesOf(DESCRIBE_SETTINGS, options), endpoint: parseUrl(options.endpoint) };
  const prompts = readPrompts(config.prompts ?? ownPrompts());
  if (options.dryRun) {
    await withCatalog(config, async (catalog) => {
      run.say(introduceCatalog(catalog));
      const expected = await estimateEffort(catalog, prompts, config);
      run.result(expected, describeEstimate(expected, config));
    });
    return;
  }
  const folder = await startRun(options, run.say);
  try {
    await describeIn(folder, prompts, config, { out: options.out, run });
  } finally {
    folder.leave();
  }
}

/** Beside the output: what was paid for stays where that is made anew. */
function answersFolder(out: string): string {
  return `${out.replace(/\/+$/, '')}.answers`;
}

async function describeIn(
  folder: RunFolder,
  prompts: Prompts,
  config: DescribeSettings,
  { out, run }: { readonly out: string; readonly run: RunContext },
): Promise<void> {
  const job = {
    ...{ kind: describeRecord, table: DESCRIBE_SETTINGS, config, seed: config.seed },
    inputs: {
      prompts: config.prompts ?? ownPrompts(),
      ...numberedInputs('known', config.known, TEXT_ROWS.name),
    },
    async work({ catalog, begun }: OpenedRun) {
      run.say(describeEstimate(await estimateEffort(catalog, prompts, config), config));
      const startSeconds = run.elapsedSeconds();
      const described = await describeCatalog({
        ...{ catalog, settings: config, begun, prompts, folder: folder.path },
        cache: config.cache ?? answersFolder(out),
        key: readKey(process.env),
        clock: SYSTEM_CLOCK,
        // For the length of waits alone.
        rng: Rng.fromSeed(process.pid),
        ...{ onProgress: run.onProgress, shouldStop: run.shouldStop, warn: run.warn },
      });
      const metrics = metricsOf(described, config, run.elapsedSeconds() - startSeconds);
      return { metrics, problems: described.worked.problems };
    },
    describe: (metrics: DescribeMetrics, problems: readonly ItemProblem[]) =>
      describeTexts(out, metrics, problems),
  };
  await runOverCatalog(folder, out, job, run);
}

function metricsOf(
  { worked, numGood, spending }: DescribedCatalog,
  { prices }: DescribeSettings,
  seconds: number,
): DescribeMetrics {
  const { by_role, retries } = spending;
  const sum = (key: keyof RoleSpending): number =>
    Object.values(by_role).reduce((total, role) => total + role[key], 0);
  const spent = {
    calls: sum('calls'),
    cached_calls: sum('cached_calls'),
    input_tokens: sum('input_tokens'),
    output_tokens: sum('output_tokens'),
  };
  return {
    items: worked.numItems,
    described: worked.numRows,
    good: numGood,
    known: worked.numKnown,
    problems: worked.problems.length,
    ...spent,
    ...{ retries, by_role, cost: costOf(spent, prices) },
    items_per_hour: Math.round((3600 * worked.numWorked) / seconds),
    ...{ seconds, peak_memory_mb: peakMemoryMb() },
  };
}
