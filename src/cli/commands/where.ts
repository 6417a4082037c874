// `sid where`.
import { join, resolve } from 'node:path';
import { readCorpusInfo } from '../../artifacts/corpus.ts';
import { measureCorpus } from '../../experiments/where/measure-corpus.ts';
import { moreLog } from '../../experiments/where/more-log.ts';
import { placeOnMap } from '../../experiments/where/place-on-map.ts';
import { whereToJson } from '../../experiments/where/where-json.ts';
import type { WHERE_SETTINGS } from '../../experiments/where/where-settings.ts';
import { coordinatesOf } from '../../records/log-coordinates.ts';
import { readMap } from '../../records/map-record.ts';
import { whereRecord } from '../../records/where-record.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageFolder } from '../../util/package-folder.ts';
import { describeWhere } from '../print/describe-where.ts';

type WhereOptions = OptionsOf<typeof WHERE_SETTINGS & typeof OPTIONAL_OUT>;

/** What a corpus is like, and what to expect of semantic IDs on it. */
export async function where(options: WhereOptions, run: RunContext): Promise<void> {
  const metrics = await measureWhere(options, run);
  run.result({ corpus: options.corpus, ...metrics }, describeWhere(metrics));
}

/** The same without a word; writes the record where there is a folder for it. */
export async function measureWhere(
  { corpus, seed, out, force, map: given }: WhereOptions,
  run: RunContext,
): Promise<WhereMetrics> {
  if (out !== null) assertFolderIsFree(out, { force });
  const mapPath = given ?? join(packageFolder(), 'data', 'map', 'map.json');
  const map = readMap(mapPath);
  const info = readCorpusInfo(corpus);
  const { onProgress, shouldStop } = run;
  const measures = await measureCorpus(corpus, seed, { onProgress, shouldStop });
  const measured = whereToJson(measures, info);
  const metrics = {
    ...measured,
    on_map: placeOnMap(coordinatesOf(measured), map),
    more_log: moreLog(info.impressionsPerDay.at(-1) ?? 0),
  };
  if (out !== null) {
    await writeFolderWhole(out, { force }, async (folder) => {
      const config = { corpus: resolve(corpus), seed, map: resolve(mapPath) };
      const inputs = { corpus: join(corpus, 'corpus.json'), map: mapPath };
      await run.record(whereRecord, folder, { config, seed, inputs, metrics });
    });
  }
  return metrics;
}
