import { expect, test } from 'vitest';
import { discoveriesOf, markOf, tallyRows } from '../../src/records/map-discoveries.ts';
import type { ClaimResult } from '../../src/records/compare-record.ts';
import { madeUpMap } from '../support/tiny-map.ts';

const says = 'prefix below individual';

/** Places whose intervals leave out 0, with these p; 0.9 where none is given. */
function placesWith(pValues: readonly number[]) {
  return madeUpMap().places.map((place, i) => {
    const [claim] = place.claims;
    const decided = { ...claim, p: pValues.at(i) ?? 0.9, ci95: [0.1, 0.2] as const };
    return { ...place, claims: [decided] };
  });
}

test('a verdict remains where others are as sure, not where it is one of many', () => {
  const sure = placesWith([0.001, 0.002, 0.003, 0.04]);
  expect(sure).toHaveLength(10);
  expect([...discoveriesOf(sure, says)]).toEqual(['0', '1', '2']);
  expect([...discoveriesOf(placesWith([0.04]), says)]).toEqual([]);
  expect([...discoveriesOf(sure, 'another')]).toEqual([]);
});

test('a mark is for what is decided alone', () => {
  const places = placesWith([0.001, 0.04]);
  const discoveries = discoveriesOf(places, says);
  expect(markOf(places[0], says, discoveries)).toBe('');
  expect(markOf(places[1], says, discoveries)).toBe('*');
  const [claim] = places[1].claims;
  const open = { ...places[1], claims: [{ ...claim, ci95: [-0.1, 0.2] as const }] };
  expect(markOf(open, says, discoveries)).toBe('');
});

test('the tally of a claim: decided each way, how many of these remain, undecided', () => {
  const lost = 'does not hold';
  const verdicts: readonly ClaimResult['verdict'][] = ['holds', lost, lost, lost];
  const places = placesWith([0.001, 0.002, 0.003, 0.04]).map((place, i) => {
    const verdict = i === 9 ? 'not measured' : (verdicts.at(i) ?? 'undecided');
    return { ...place, claims: [{ ...place.claims[0], verdict }] };
  });
  expect(tallyRows(places)).toEqual([[says, '9', '1', '1', '3', '2', '5']]);
});
