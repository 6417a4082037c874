// `sid describe`.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCatalogColumns } from '../../data/catalog/catalog-columns.ts';
import { openCatalog } from '../../data/catalog/open-catalog.ts';
import type { Catalog } from '../../data/catalog/open-catalog.ts';
import { openDatabase } from '../../data/duckdb.ts';
import { inputsOf } from '../../data/import/source-file.ts';
import { describeCatalog } from '../../describe/describe-catalog.ts';
import type { DescribedCatalog } from '../../describe/describe-catalog.ts';
import { DESCRIBE_SETTINGS, ENDPOINT_SETTINGS } from '../../describe/describe-settings.ts';
import type { DescribeSettings } from '../../describe/describe-settings.ts';
import { parseUrl, readKey } from '../../describe/endpoint-address.ts';
import { estimateEffort } from '../../describe/estimate-effort.ts';
import { costOf } from '../../describe/prices.ts';
import { ownPrompts, readPrompts } from '../../describe/prompts.ts';
import type { Prompts } from '../../describe/prompts.ts';
import { TEXT_ROWS } from '../../describe/text-rows.ts';
import type { RoleSpending } from '../../describe/spending-log.ts';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { nameHashes } from '../../experiments/hash-input.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { describeRecord } from '../../records/describe-record.ts';
import type { DescribeMetrics } from '../../records/describe-record.ts';
import { readRecord } from '../../records/run-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { formatCount } from '../../util/format-count.ts';
import { Rng } from '../../util/rng.ts';
import { describeEstimate, describeTexts } from '../print/describe-texts.ts';
import { nameFlags } from '../print/problem-lines.ts';
import type { DRY_RUN } from '../frame/command-flags.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { SYSTEM_CLOCK } from '../frame/system-clock.ts';

type DescribeOptions = OptionsOf<
  typeof DESCRIBE_SETTINGS & typeof DRY_RUN & Pick<typeof TRAINING_OUT, 'out' | 'resume' | 'force'>
>;

const DATABASE_MB = 512;

/** Catalog -> texts. */
export async function describe(options: DescribeOptions, run: RunContext): Promise<void> {
  const config = { ...valuesOf(DESCRIBE_SETTINGS, options), endpoint: parseUrl(options.endpoint) };
  const prompts = readPrompts(config.prompts ?? ownPrompts());
  if (options.dryRun) {
    const folder = mkdtempSync(join(tmpdir(), 'sid-describe-'));
    await withCatalog(folder, config, async (catalog) => {
      run.say(introduce(catalog));
      const expected = await estimateEffort(catalog, prompts, config);
      run.result(expected, describeEstimate(expected, config));
    });
    return;
  }
  const folder = await startRun(options, run.say);
  try {
    await describeIn(folder, prompts, { config, run, out: options.out });
  } finally {
    folder.leave();
  }
}

/** Beside the output: what was paid for stays where that is made anew. */
function answersFolder(out: string): string {
  return `${out.replace(/\/+$/, '')}.answers`;
}

interface Job {
  readonly config: DescribeSettings;
  readonly run: RunContext;
  readonly out: string;
}

async function describeIn(folder: RunFolder, prompts: Prompts, job: Job): Promise<void> {
  const { config, run, out } = job;
  const done = await withCatalog(join(folder.path, 'catalog'), config, async (catalog) => {
    const inputs = inputsFor(catalog, config);
    if (folder.isFinished) return sayFinished(inputs, job);
    run.say(introduce(catalog));
    run.say(describeEstimate(await estimateEffort(catalog, prompts, config), config));
    const startSeconds = run.elapsedSeconds();
    const described = await describeCatalog({
      ...{ catalog, settings: config, prompts, folder: folder.path },
      cache: config.cache ?? answersFolder(out),
      key: readKey(process.env),
      hashes: await nameHashes(inputs),
      clock: SYSTEM_CLOCK,
      // For the length of waits alone.
      rng: Rng.fromSeed(process.pid),
      ...{ onProgress: run.onProgress, shouldStop: run.shouldStop, warn: run.warn },
    });
    const metrics = metricsOf(described, config, run.elapsedSeconds() - startSeconds);
    return { inputs, metrics, problems: described.worked.problems.map(nameFlags) };
  });
  if (done === undefined) return;
  const { inputs, metrics, problems } = done;
  await writeJsonWhole(join(folder.path, 'problems.json'), problems);
  await run.record(describeRecord, folder.path, { config, seed: config.seed, inputs, metrics });
  folder.finish();
  run.result({ out, ...metrics }, describeTexts(out, metrics, problems));
}

/** @param folder of the database, which is gone when `work` has ended: it may lie in one that is renamed */
async function withCatalog<T>(
  folder: string,
  { items, columns }: DescribeSettings,
  work: (catalog: Catalog) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ folder, memoryMb: DATABASE_MB });
  try {
    return await work(await openCatalog(database, items, columns));
  } finally {
    database.close();
  }
}

function introduce({ file, numItems, columns }: Catalog): string {
  return `${file.path}: ${formatCount(numItems)} items; ${describeCatalogColumns(columns)}`;
}

function inputsFor(
  { file }: Catalog,
  { columns, prompts, known }: DescribeSettings,
): Readonly<Record<string, string>> {
  const texts = (known ?? []).map(
    (folder, i) => [`known ${i + 1}`, join(folder, TEXT_ROWS.name)] as const,
  );
  return {
    ...inputsOf('items', file),
    ...(columns === null ? {} : { columns }),
    prompts: prompts ?? ownPrompts(),
    ...Object.fromEntries(texts),
  };
}

/** --out holds this run; where it was asked may differ. */
async function sayFinished(
  inputs: Readonly<Record<string, string>>,
  { config, run, out }: Job,
): Promise<undefined> {
  const made = readRecord(describeRecord, out).config;
  const now = { ...config, ...valuesOf(ENDPOINT_SETTINGS, made) };
  const { metrics } = await assertSameRun(describeRecord, out, { config: now, inputs });
  run.say(`${out} holds this run, finished: nothing to do`);
  run.result({ out, ...metrics }, '');
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
