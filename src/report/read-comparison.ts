// A comparison's record.
import { basename } from 'node:path';
import { describeSources, SOURCES } from '../artifacts/interval-sources.ts';
import { markCuts } from '../artifacts/segment-cuts.ts';
import type { CutMarks } from '../artifacts/segment-cuts.ts';
import { findStrategy } from '../sid/strategies.ts';
import { nameOf } from './find-records.ts';
import type { FoundRecord } from './find-records.ts';
import { intervalOf, listOf, numberOf, objectOf, textOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

type Maybe<T> = T | undefined;

/** A number with its 95 % interval. */
export interface Estimate {
  readonly value: Maybe<number>;
  readonly ci95: Maybe<readonly [number, number]>;
}

/** A figure over a strategy's seeds. */
export interface FigureOverSeeds extends Estimate {
  readonly bySeed: readonly number[];
}

/** One segment of one strategy. */
export interface SegmentView {
  readonly segment: string;
  readonly ne: Maybe<number>;
  readonly impressions: Maybe<number>;
}

/** One line of a comparison's table. */
export interface StrategyView {
  readonly name: string;
  /** Its name without the point of a sweep. */
  readonly base: string;
  /** Where in a sweep it is, as JSON; the baseline of a line is the one at the same point. */
  readonly point: string;
  readonly embed: string;
  readonly seeds: number;
  readonly tableRows: Maybe<number>;
  readonly tokensPerItem: Maybe<number>;
  readonly impressions: Maybe<number>;
  readonly items: Maybe<number>;
  readonly labelRate: Maybe<number>;
  readonly ne: Maybe<number>;
  readonly neSpread: Maybe<number>;
  readonly neRecalibrated: Maybe<number>;
  readonly auc: Maybe<number>;
  /** Percent of the baseline's NE; undefined for the baseline. */
  readonly gain: Maybe<Estimate>;
  readonly segments: readonly SegmentView[];
  /** What those were cut by; lines of other cuts have other items in a segment of one name. */
  readonly segmentsCutBy: Maybe<string>;
  readonly drift: Maybe<Estimate>;
  readonly driftRecalibrated: Maybe<Estimate>;
  readonly examplesPerSecond: Maybe<number>;
  /** By name: "auc/tail", "click-loss/loss_depth_2". */
  readonly figures: ReadonlyMap<string, FigureOverSeeds>;
  /** Names of its trials' folders. */
  readonly trialFolders: readonly string[];
}

/** All that a claim can come to. */
export const VERDICTS = [
  'holds',
  'does not hold',
  'undecided',
  'by construction',
  'not measured',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A statement of the paper, and what was measured. */
export interface ClaimView {
  /** Where the paper says it. */
  readonly paper: string;
  readonly says: string;
  readonly figure: string;
  readonly difference: Estimate;
  readonly unit: string;
  readonly verdict: Verdict;
  readonly seeds: Maybe<number>;
}

/** What a `sid compare` found. */
export interface ComparisonView {
  readonly title: string;
  /** What gains are counted from; in a sweep, at each point. */
  readonly baseline: string;
  readonly strategies: readonly StrategyView[];
  /** What its intervals count and what they do not, in words. */
  readonly intervals: Maybe<string>;
  readonly claims: readonly ClaimView[];
  /** A line for each trial that failed. */
  readonly failed: readonly string[];
  /** Trials that are not there yet. */
  readonly missing: readonly string[];
}

/** Reads a comparison's record; what it lacks is undefined or empty. */
export function readComparison(found: FoundRecord): ComparisonView {
  const { metrics, config } = found.record;
  const strategies = listOf(metrics.strategies).map(objectOf).map(readStrategy);
  return {
    title: textOf(metrics.title) ?? textOf(config.title) ?? nameOf(found),
    baseline: textOf(metrics.baseline) ?? strategies.at(0)?.name ?? '',
    strategies,
    intervals: readSources(metrics),
    claims: listOf(metrics.claims).map(objectOf).map(readClaim),
    failed: listOf(metrics.failed).map(objectOf).map(readFailure),
    missing: listOf(metrics.missing).flatMap((each) => textOf(each) ?? []),
  };
}

/** The line that a line's gain is counted from; undefined where that is not in the table. */
export function baselineOf(
  line: StrategyView,
  { strategies, baseline }: ComparisonView,
): StrategyView | undefined {
  return strategies.find(({ base, point }) => base === baseline && point === line.point);
}

/** Marks for segments of lines that are of other items. */
export function cutsOf({ strategies }: ComparisonView): CutMarks {
  return markCuts(strategies.map(({ segmentsCutBy }) => segmentsCutBy ?? ''));
}

/** Whether item rows are chosen by semantic IDs. */
export function usesSemanticIds({ embed }: StrategyView): boolean {
  return findStrategy(embed)?.needsCodes ?? false;
}

function readSources({ varies, fixed }: JsonObject): string | undefined {
  const read = (value: unknown) => SOURCES.filter((source) => listOf(value).includes(source));
  return listOf(varies).length === 0
    ? undefined
    : `95 % intervals: ${describeSources({ varies: read(varies), fixed: read(fixed) })}.`;
}

function readStrategy(json: JsonObject): StrategyView {
  const embed = textOf(json.embed) ?? '';
  const name = textOf(json.strategy) ?? embed;
  return {
    name,
    base: textOf(json.base) ?? name,
    point: JSON.stringify(json.point ?? {}),
    embed,
    seeds: listOf(json.seeds).length,
    tableRows: numberOf(json.table_rows),
    tokensPerItem: numberOf(json.tokens_per_item),
    impressions: numberOf(json.impressions),
    items: numberOf(json.items),
    labelRate: numberOf(json.label_rate),
    ne: numberOf(json.ne),
    neSpread: numberOf(json.ne_spread),
    neRecalibrated: numberOf(json.ne_recalibrated),
    auc: numberOf(json.auc),
    gain: estimateOf(json.ne_gain_percent, json.ne_gain_ci95),
    segments: listOf(json.segments)
      .map(objectOf)
      .map((each) => ({
        segment: textOf(each.segment) ?? '',
        ne: numberOf(each.ne),
        impressions: numberOf(each.impressions),
      })),
    segmentsCutBy: textOf(json.segments_cut_by),
    drift: estimateOf(json.drift_percent, json.drift_ci95),
    driftRecalibrated: estimateOf(json.drift_percent_recalibrated, json.drift_ci95_recalibrated),
    examplesPerSecond: numberOf(json.examples_per_second),
    figures: new Map(
      Object.entries(objectOf(json.figures)).map(([name, figure]) => [name, readFigure(figure)]),
    ),
    trialFolders: listOf(json.folders)
      .map(textOf)
      .flatMap((folder) => (folder === undefined ? [] : [basename(folder)])),
  };
}

function readFigure(value: unknown): FigureOverSeeds {
  const { mean, ci95, by_seed } = objectOf(value);
  const bySeed = Object.values(objectOf(by_seed))
    .map(numberOf)
    .filter((x) => x !== undefined);
  return { value: numberOf(mean), ci95: intervalOf(ci95), bySeed };
}

function estimateOf(value: unknown, ci95: unknown): Estimate | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : { value: number, ci95: intervalOf(ci95) };
}

function readClaim(json: JsonObject): ClaimView {
  const verdict = textOf(json.verdict) ?? '';
  return {
    paper: textOf(json.paper) ?? '',
    says: textOf(json.says) ?? '',
    figure: textOf(json.figure) ?? '',
    difference: { value: numberOf(json.difference), ci95: intervalOf(json.ci95) },
    unit: textOf(json.unit) ?? '',
    verdict: VERDICTS.find((each) => each === verdict) ?? 'not measured',
    seeds: numberOf(json.seeds) ?? (Array.isArray(json.seeds) ? json.seeds.length : undefined),
  };
}

function readFailure(json: JsonObject): string {
  const { strategy, seed, message } = json;
  return `${textOf(strategy) ?? ''}, seed ${numberOf(seed) ?? '?'}: ${textOf(message) ?? ''}`;
}
