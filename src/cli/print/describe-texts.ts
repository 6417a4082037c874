// What `sid describe` says before and after.
import { join } from 'node:path';
import type { DescribeSettings } from '../../describe/describe-settings.ts';
import type { Effort, Estimate } from '../../describe/estimate-effort.ts';
import { ROLES } from '../../describe/roles.ts';
import type { ItemProblem } from '../../parts/item-problem.ts';
import type { DescribeMetrics } from '../../records/describe-record.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';
import { problemLines } from './problem-lines.ts';
import { paragraph } from './paragraph.ts';

/** What will be asked of whom, and what it may cost. */
export function describeEstimate(
  { with_pictures, items, least, most }: Estimate,
  { model, endpoint, requestsPerMinute: perMinute }: DescribeSettings,
): string {
  const range = (key: 'input_tokens' | 'output_tokens'): string =>
    rangeOf(least[key], most[key], roughly);
  const cost = describeCost(least, most);
  const time =
    perMinute === null
      ? ''
      : `, at least ${rangeOf(least.calls / perMinute, most.calls / perMinute, duration)}`;
  return paragraph(
    `what the catalog says of ${plural(items, 'item')}${with_pictures ? ', and their pictures,' : ''} goes to ` +
      `${model} at ${endpoint}: ${rangeOf(least.calls, most.calls, formatCount)} calls, roughly ${range('input_tokens')} tokens in and ` +
      `${range('output_tokens')} out${cost}${time}; answers in the cache are not asked for again`,
  );
}

/** As long as the limit of requests makes it last. */
function duration(minutes: number): string {
  return minutes < 90 ? `${roughly(Math.ceil(minutes))} min` : `${roughly(minutes / 60)} h`;
}

function describeCost(least: Effort, most: Effort): string {
  if (least.cost === null || most.cost === null) return '';
  return `, at the given prices ${rangeOf(least.cost, most.cost, roughly)}`;
}

function rangeOf(least: number, most: number, show: (value: number) => string): string {
  const [from, to] = [show(least), show(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** Two digits that count: "0.012", "3.4", "120,000". Whole numbers below a hundred stay as they are. */
function roughly(value: number): string {
  if (value < 100 && Number.isInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(2));
  return value >= 1000 ? formatCount(rounded) : String(rounded);
}

/** What came of it, a line each. */
export function describeTexts(
  out: string,
  metrics: DescribeMetrics,
  problems: readonly ItemProblem[],
): string {
  const { items, described, good, known, by_role, retries } = metrics;
  const calls = ROLES.map((role) => `${role} ${formatCount(by_role[role].calls)}`).join(', ');
  const cost = metrics.cost === null ? '' : `; cost ${roughly(metrics.cost)}`;
  return [
    ...problemLines(out, problems, 'described without it'),
    ...(known > 0 ? [`${formatCount(known)} texts were known`] : []),
    `${formatCount(described)} of ${formatCount(items)} items have a text, ${formatCount(good)} of them one that ` +
      `the Evaluator calls good; ${formatCount(metrics.items_per_hour)} items/h`,
    `${plural(metrics.calls, 'call')} (${calls}), ${plural(metrics.cached_calls, 'answer')} from the cache, ` +
      `${plural(retries, 'repetition')} after faults`,
    metrics.calls > 0 && metrics.input_tokens === 0
      ? 'the endpoint does not count tokens'
      : `${formatCount(metrics.input_tokens)} tokens in, ${formatCount(metrics.output_tokens)} out${cost}`,
    `texts in ${join(out, 'texts.arrow')}, how they came about in ${join(out, 'transcripts.jsonl')}`,
  ].join('\n');
}
