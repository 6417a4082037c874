// `sid retrieve`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertSameRun } from '../../experiments/finished-run.ts';
import { removeQueryCheckpoints } from '../../experiments/retrieval/encode-queries.ts';
import { givenInputs, runRetrieval } from '../../experiments/retrieval/run-retrieval.ts';
import { startRun } from '../../experiments/run-folder.ts';
import type { RunFolder } from '../../experiments/run-folder.ts';
import { PROBLEMS_FILE } from '../../parts/item-problem.ts';
import { retrieveRecord } from '../../records/retrieve-record.ts';
import { SHOWN_FILE } from '../../records/shown-queries.ts';
import { renderRetrievalPage } from '../../report/retrieval-page.ts';
import { RETRIEVE_SETTINGS } from '../../retrieval/retrieve-settings.ts';
import { flagOf, valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { writeFileWhole, writeJsonWhole } from '../../util/atomic-output.ts';
import { nameSettings } from '../../util/errors.ts';
import type { TRAINING_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { nameFlags } from '../print/problem-lines.ts';
import { describeRetrieval } from '../print/describe-retrieval.ts';

type RetrieveOptions = OptionsOf<
  typeof RETRIEVE_SETTINGS & Pick<typeof TRAINING_OUT, 'out' | 'resume' | 'force'>
>;

/** Embeddings and queries -> HITS@k, MRR, recall, and a page to look at. */
export async function retrieve(options: RetrieveOptions, run: RunContext): Promise<void> {
  const folder = await startRun(options, run.say);
  try {
    if (folder.isFinished) await findFinished(options, run);
    else await retrieveIn(folder, options, run);
  } finally {
    folder.leave();
  }
}

async function findFinished(options: RetrieveOptions, run: RunContext): Promise<void> {
  const { out } = options;
  const config = valuesOf(RETRIEVE_SETTINGS, options);
  const inputs = givenInputs(config);
  const { metrics } = await assertSameRun(retrieveRecord, out, { config, inputs });
  run.say(`${out} holds this run, finished: nothing to do`);
  run.result({ out, ...metrics }, '');
}

async function retrieveIn(
  folder: RunFolder,
  options: RetrieveOptions,
  run: RunContext,
): Promise<void> {
  const { out } = options;
  const config = valuesOf(RETRIEVE_SETTINGS, options);
  const { onProgress, shouldStop, say, warn } = run;
  const startSeconds = run.elapsedSeconds();
  const found = await runRetrieval({
    ...{ settings: config, folder: folder.path, onProgress, shouldStop },
    say: (line) => say(nameSettings(line, flagOf)),
    warn: (line) => warn(nameSettings(line, flagOf)),
    now: () => performance.now(),
  });
  const problems = found.problems.map(nameFlags);
  const metrics = {
    ...found.metrics,
    seconds: run.elapsedSeconds() - startSeconds,
    peak_memory_mb: peakMemoryMb(),
  };
  await writeJsonWhole(join(folder.path, SHOWN_FILE), found.shown);
  await writeFileWhole(join(folder.path, 'page.html'), (temporaryPath) =>
    writeFileSync(temporaryPath, renderRetrievalPage(metrics, found.shown)),
  );
  await writeJsonWhole(join(folder.path, PROBLEMS_FILE), problems);
  const leftOut = problems.filter(({ kept }) => !kept);
  for (const { row, problem } of leftOut.slice(0, MOST_SHOWN)) {
    run.warn(`row ${row}: ${problem}; left out`);
  }
  await run.record(retrieveRecord, folder.path, {
    ...{ config, seed: config.seed, inputs: found.inputs, metrics },
  });
  removeQueryCheckpoints(folder.path);
  folder.finish();
  run.result(
    { out, ...metrics },
    `${describeRetrieval(metrics)}\n\nqueries with their nearest items: ${join(out, 'page.html')}`,
  );
}

const MOST_SHOWN = 5;
