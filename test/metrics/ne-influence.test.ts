import { expect, test } from 'vitest';
import { recalibrate } from '../../src/metrics/calibration.ts';
import { difference, percentAbove, percentBelow } from '../../src/metrics/measurement.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { measureLosses, scoreSample } from '../../src/metrics/ne-influence.ts';
import type { LossMeasurements } from '../../src/metrics/ne-influence.ts';
import { normalizedEntropy } from '../../src/metrics/normalized-entropy.ts';
import { createSample } from '../../src/metrics/sample.ts';
import type { Sample } from '../../src/metrics/sample.ts';
import { Rng } from '../../src/util/rng.ts';

const N = 40;
const rng = Rng.fromSeed(3);
const label = Array.from({ length: N }, () => rng.int(2));
const sample = createSample({
  label,
  userIndex: label.map(() => rng.int(9)),
  itemIndex: label.map(() => rng.int(9)),
});
const early = label.map(() => 0.1 + 0.8 * rng.uniform());
const late = label.map(() => 0.1 + 0.8 * rng.uniform());
const partOf = Uint8Array.from(label, () => rng.int(2));

function measuredOn(places: readonly number[], probability: readonly number[]): LossMeasurements[] {
  const { userIndex, itemIndex } = sample;
  const at = <T>(values: ArrayLike<T>): T[] => places.map((i) => values[i]);
  const [user, item] = [at(userIndex), at(itemIndex)];
  const drawn = createSample({ label: at(label), userIndex: user, itemIndex: item });
  const scored = scoreSample(drawn, at(probability));
  return [undefined, { partOf: Uint8Array.from(at(partOf)), part: 1 }].map((part) =>
    measureLosses(scored, part),
  );
}

function influenceOf({ influence }: Measurement): Float64Array {
  const target = new Float64Array(N);
  influence?.addTo(target, 1);
  return target;
}

const FIGURES: readonly (readonly [
  string,
  (late: LossMeasurements, early: LossMeasurements) => Measurement,
])[] = [
  ['NE', ({ ne }) => ne],
  ['NE recalibrated', ({ neRecalibrated }) => neRecalibrated],
  ['log loss', ({ logLoss }) => logLoss],
  ['rise of NE in percent', (a, b) => percentAbove(a.ne, b.ne)],
  [
    'fall of recalibrated NE in percent',
    (a, b) => percentBelow(a.neRecalibrated, b.neRecalibrated),
  ],
  ['difference from a number', (a) => difference(a.ne, 0.5)],
  [
    'a difference of differences',
    (a, b) =>
      difference(percentAbove(a.ne, b.ne), percentAbove(a.neRecalibrated, b.neRecalibrated)),
  ],
];

/**
 * By how much a figure moves when impression i is given weight 1 + e is found by measuring anew with every impression
 * `times` times and i once more: e = 1 / times.
 */
function movedBy(
  figure: (typeof FIGURES)[number][1],
  part: number,
  i: number,
  times: number,
): number {
  const all = Array.from({ length: times }, () => [...label.keys()]).flat();
  const valueOn = (places: number[]): number =>
    figure(measuredOn(places, late)[part], measuredOn(places, early)[part]).value;
  return times * (valueOn([...all, i]) - valueOn(all));
}

test.each(FIGURES)(
  'the influence of an impression on %s is how much its weight moves it',
  (_, figure) => {
    for (const part of [0, 1]) {
      const [ofLate, ofEarly] = [
        measuredOn([...label.keys()], late),
        measuredOn([...label.keys()], early),
      ];
      const other = scoreSample(ofSampleOf(ofLate[part]), early);
      const same = measureLosses(other, part === 0 ? undefined : { partOf, part: 1 });
      expect(same.ne.value).toBe(ofEarly[part].ne.value);
      const influence = influenceOf(figure(ofLate[part], same));
      for (const i of [0, 7, 23]) {
        // Both sides' errors are of order 1 / times: extrapolated away.
        const limit = 2 * movedBy(figure, part, i, 200) - movedBy(figure, part, i, 100);
        expect(influence[i]).toBeCloseTo(limit, 4);
      }
      expect(influence.reduce((a, b) => a + b)).toBeCloseTo(0, 10);
    }
  },
);

function ofSampleOf({ ne }: LossMeasurements): Sample {
  if (ne.influence === undefined) throw new Error('has none');
  return ne.influence.sample;
}

test('values are those of NE, plain and recalibrated, and of a part by itself', () => {
  const [all, part] = measuredOn([...label.keys()], late);
  expect(all.ne.value).toBeCloseTo(normalizedEntropy({ label, probability: late }), 12);
  const recalibrated = recalibrate({ label, probability: late });
  expect(all.neRecalibrated.value).toBeCloseTo(normalizedEntropy(recalibrated), 12);
  const inPart = [...label.keys()].filter((i) => partOf[i] === 1);
  const pick = (values: ArrayLike<number>): number[] => inPart.map((i) => values[i]);
  const cut = { label: pick(label), probability: pick(recalibrated.probability) };
  expect(part.neRecalibrated.value).toBeCloseTo(normalizedEntropy(cut), 12);
});

test('figures of other impressions have no influence in common; a part of one label has no NE', () => {
  const other = createSample({ label, userIndex: label, itemIndex: label });
  const [a, b] = [sample, other].map((each) => measureLosses(scoreSample(each, late)).ne);
  expect(percentAbove(a, b)).toEqual({ value: 0 });
  expect(difference(a, { value: 0 }).influence).toBeUndefined();
  const clicked = Uint8Array.from(label);
  expect(measureLosses(scoreSample(sample, late), { partOf: clicked, part: 1 }).ne.value).toBeNaN();
});
