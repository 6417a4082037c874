// `sid where`.
import { join, resolve } from 'node:path';
import { readCorpusInfo } from '../../artifacts/corpus.ts';
import { measureCorpus } from '../../experiments/where/measure-corpus.ts';
import { whereToJson } from '../../experiments/where/where-json.ts';
import type { WHERE_SETTINGS } from '../../experiments/where/where-settings.ts';
import { whereRecord } from '../../records/where-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describeWhere } from '../print/describe-where.ts';

/** What a corpus is like, and what to expect of semantic IDs on it. */
export async function where(
  { corpus, seed, out, force }: OptionsOf<typeof WHERE_SETTINGS & typeof OPTIONAL_OUT>,
  run: RunContext,
): Promise<void> {
  if (out !== null) assertFolderIsFree(out, { force });
  const info = readCorpusInfo(corpus);
  const { onProgress, shouldStop } = run;
  const measures = await measureCorpus(corpus, seed, { onProgress, shouldStop });
  const metrics = whereToJson(measures, info);
  if (out !== null) {
    await writeFolderWhole(out, { force }, async (folder) => {
      const config = { corpus: resolve(corpus), seed };
      const inputs = { corpus: join(corpus, 'corpus.json') };
      await run.record(whereRecord, folder, { config, seed, inputs, metrics });
    });
  }
  run.result({ corpus, ...metrics }, describeWhere(metrics));
}
