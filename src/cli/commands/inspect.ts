// `sid inspect`.
import { inspectCodes } from '../../inspect/inspect-codes.ts';
import { INSPECT_SETTINGS } from '../../inspect/inspect-settings.ts';
import { inspectRecord } from '../../records/inspect-record.ts';
import type { InspectMetrics } from '../../records/inspect-record.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import { peakMemoryMb } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describeInspection } from '../print/describe-inspection.ts';

type InspectOptions = OptionsOf<typeof INSPECT_SETTINGS & typeof OPTIONAL_OUT>;

/** Semantic IDs -> how good they are, without a ranker. */
export async function inspect(options: InspectOptions, run: RunContext): Promise<void> {
  const { out } = options;
  const metrics = await inspectAndRecord(options, run);
  run.result({ ...(out === null ? {} : { out }), ...metrics }, describeInspection(metrics));
}

/** The same, without a word of it. */
export async function inspectAndRecord(
  options: InspectOptions,
  run: RunContext,
): Promise<InspectMetrics> {
  const { out, force } = options;
  if (out !== null) assertFolderIsFree(out, { force });
  const config = valuesOf(INSPECT_SETTINGS, options);
  const { metrics: measured, inputs } = await inspectCodes(config, run);
  const metrics = { ...measured, seconds: run.elapsedSeconds(), peak_memory_mb: peakMemoryMb() };
  if (out !== null) {
    await writeFolderWhole(out, { force }, (folder) =>
      run.record(inspectRecord, folder, { config, seed: config.seed, inputs, metrics }),
    );
  }
  return metrics;
}
