import { expect, test } from 'vitest';
import { describeNegatives, WHAT_SAMPLING_HIDES } from '../../src/artifacts/negatives-rule.ts';
import { describeNegativeRule } from '../../src/data/negatives/negative-sampler.ts';

const SAMPLED = describeNegativeRule({ perClick: 2, windowHours: 3 });

test("a log's own non-clicks are named and no more is said", () => {
  const rule = "the log's own impressions that were not clicked";
  expect(describeNegatives([{ rule, probe_ne: null }])).toBe(`Non-clicks: ${rule}.`);
});

test('of sampled ones it is said what they cannot show, and whether they give labels away', () => {
  const says = (probe_ne: number | null): string =>
    describeNegatives([
      { rule: 'simulated', probe_ne: null },
      { rule: SAMPLED, probe_ne },
    ]);
  const both = `Non-clicks: simulated; ${SAMPLED}. ${WHAT_SAMPLING_HIDES}`;
  expect(says(null)).toBe(both);
  expect(says(0.9993)).toMatch(
    / give away is little: a probe .* NE 0\.9993, where 1 is nothing\.$/,
  );
  expect(says(0.97)).toMatch(
    / labels away \(.* NE 0\.9700; .*\): .* do not trust the differences\.$/,
  );
  expect(says(0.97).startsWith(both)).toBe(true);
});
