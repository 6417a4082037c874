// `sid shuffle-labels`.
import { permuteLabels } from '../../data/shuffle/permute-labels.ts';
import type { SHUFFLE_SETTINGS } from '../../data/shuffle/shuffle-settings.ts';
import { shuffleLabelsRecord } from '../../records/shuffle-labels-record.ts';
import type { ShuffleLabelsMetrics } from '../../records/shuffle-labels-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OUT } from '../frame/common-flags.ts';
import { formatCount } from '../../util/format-count.ts';
import type { RunContext } from '../frame/run-command.ts';

/** A corpus whose clicks mean nothing. */
export async function shuffleLabels(
  { corpus, seed, out, force }: OptionsOf<typeof SHUFFLE_SETTINGS & typeof OUT>,
  run: RunContext,
): Promise<void> {
  assertFolderIsFree(out, { force });
  await writeFolderWhole(out, { force }, async (folder) => {
    const { onProgress, shouldStop } = run;
    const job = { corpus, seed, folder, onProgress, shouldStop };
    const { info, changed } = await permuteLabels(job);
    const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
    const metrics: ShuffleLabelsMetrics = {
      days: info.numDays,
      impressions: sum(info.impressionsPerDay),
      clicks: sum(info.clicksPerDay),
      changed,
      seconds: run.elapsedSeconds(),
    };
    const config = { corpus, seed };
    await run.record(shuffleLabelsRecord, folder, { config, seed, inputs: { corpus }, metrics });
    run.result(
      { corpus: out, ...metrics },
      `corpus in ${out}: ${formatCount(metrics.impressions)} impressions of ${info.numDays} days, ` +
        `${formatCount(metrics.clicks)} clicks in another order within each day; ${formatCount(changed)} labels ` +
        'are others than before',
    );
  });
}
