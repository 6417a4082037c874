import { expect, test } from 'vitest';
import { balancedAssignment } from '../../../src/quantizer/model/balanced-assignment.ts';
import { Rng } from '../../../src/util/rng.ts';

/** Distances on the line, whole numbers so that many are equal. */
function onTheLine(points: readonly number[], centers: readonly number[]) {
  return (chunk: Int32Array): Float32Array =>
    Float32Array.from(
      [...chunk].flatMap((n) => centers.map((center) => (points[n] - center) ** 2)),
    );
}

test('by hand: the point that is farthest from a full center goes to the next', () => {
  // 0 is nearest to all of 0, 1, 2 and 3, and keeps 0 and 1; 2 and 3 go to 10.
  expect([...balancedAssignment(4, 2, onTheLine([3, 0, 2, 1], [0, 10]))]).toEqual([1, 0, 1, 0]);
  // Five points: 3 and 2. Of 2 and -2, as far from 0, the later goes.
  expect([...balancedAssignment(5, 2, onTheLine([0, 1, 2, -2, -1], [0, 10]))]).toEqual([
    0, 0, 1, 1, 0,
  ]);
});

test.each([
  [200, 7],
  [300, 40],
  [64, 64],
])('%i points, %i centers: as asking one by one in another order', (numPoints, numCenters) => {
  const rng = Rng.fromSeed(numPoints);
  const points = Array.from(
    { length: numPoints },
    () => rng.int(60) + (rng.int(3) === 0 ? 400 : 0),
  );
  const centers = Array.from({ length: numCenters }, () => rng.int(500));
  const capacity = Math.ceil(numPoints / numCenters);
  const square = (n: number, k: number): number => (points[n] - centers[k]) ** 2;
  const wishes = points.map((_, n) =>
    [...centers.keys()].sort((a, b) => square(n, a) - square(n, b) || a - b),
  );
  const kept: number[][] = centers.map(() => []);
  const waiting = rng.shuffle(Int32Array.from(points.keys()));
  const queue = [...waiting];
  for (let n = queue.shift(); n !== undefined; n = queue.shift()) {
    const k = wishes[n].shift() ?? -1;
    kept[k].push(n);
    kept[k].sort((a, b) => square(a, k) - square(b, k) || a - b);
    if (kept[k].length > capacity) queue.push(kept[k].pop() ?? -1);
  }
  const wanted = new Int32Array(numPoints);
  kept.forEach((of, k) => of.forEach((n) => (wanted[n] = k)));
  const assigned = balancedAssignment(numPoints, numCenters, onTheLine(points, centers));
  expect([...assigned]).toEqual([...wanted]);
  for (let k = 0; k < numCenters; k++) {
    expect(assigned.filter((each) => each === k).length).toBeLessThanOrEqual(capacity);
  }
});

test('distances that are no numbers are an error, however many centers there are', () => {
  const none = (chunk: Int32Array): Float32Array => new Float32Array(40 * chunk.length).fill(NaN);
  expect(() => balancedAssignment(80, 40, none)).toThrow('a point has no center');
});
