// What the corpus of a place is like, as `sid where` measures it.
import { readCorpusInfo } from '../../artifacts/corpus.ts';
import { coordinatesOf } from '../../records/log-coordinates.ts';
import type { LogCoordinates } from '../../records/log-coordinates.ts';
import { loadConfig } from '../../schema/load-config.ts';
import { parseCompareConfig } from '../compare/compare-config.ts';
import type { ComparisonPlace } from '../compare/comparison-place.ts';
import { planCorpora } from '../compare/plan-inputs.ts';
import { prepareInputs } from '../compare/prepare-inputs.ts';
import { createInputLookup } from '../compare/input-lookup.ts';
import { measureCorpus } from '../where/measure-corpus.ts';
import { whereToJson } from '../where/where-json.ts';

/** Of which users and items are looked at, where there are too many. */
const SEED = 1;

/**
 * The corpus of the comparison's first seed; it is made where it is not there.
 *
 * @param configPath the comparison's config
 * @throws UserError or Error of a step that fails, InterruptedError
 */
export async function measureLog(
  configPath: string,
  place: ComparisonPlace,
): Promise<LogCoordinates> {
  const [{ config }] = parseCompareConfig(loadConfig(configPath, [])).points;
  const one = { ...config, seeds: config.seeds.slice(0, 1) };
  const { corpora, steps } = await planCorpora(one, { ...place, ...createInputLookup() });
  await prepareInputs(steps, place);
  const [corpus] = corpora.values();
  const measures = await measureCorpus(corpus, SEED, place);
  return coordinatesOf(whereToJson(measures, readCorpusInfo(corpus)));
}
