import { afterAll, expect, test } from 'vitest';
import { Workbench } from '../../../src/nn/workbench.ts';
import { balancedAssignment } from '../../../src/quantizer/model/balanced-assignment.ts';
import { balancedKmeans } from '../../../src/quantizer/model/balanced-kmeans.ts';
import { chooseStart, kmeans } from '../../../src/quantizer/model/kmeans.ts';
import { Rng } from '../../../src/util/rng.ts';
import { nearestSlowly, rowOf, squareLength } from '../reference.ts';

const [NUM_POINTS, WIDTH, NUM_CENTERS] = [300, 3, 20];
const bench = new Workbench();
afterAll(() => bench.close());

/** A dense cloud of most points, and the rest around it: k-means spends its centers on the rest. */
function cloud(): Float32Array {
  const rng = Rng.fromSeed(5);
  return Float32Array.from({ length: NUM_POINTS * WIDTH }, (_, i) =>
    Math.floor(i / WIDTH) % 5 === 0 ? 4 * rng.normal() : 0.3 * rng.normal(),
  );
}

const optionsOf = (rounds: number) => ({
  ...{ bench, numCenters: NUM_CENTERS, rounds, rng: Rng.fromSeed(1) },
  pause: () => Promise.resolve(),
});

test('a round by hand: centers go to the means of clusters of equal size', async () => {
  const points_NZ = cloud();
  const start_KZ = chooseStart(points_NZ, WIDTH, NUM_CENTERS, Rng.fromSeed(1));
  const center_N = balancedAssignment(NUM_POINTS, NUM_CENTERS, (points) =>
    Float32Array.from(
      [...points].flatMap((n) =>
        Array.from({ length: NUM_CENTERS }, (_, k) =>
          squareLength(rowOf(points_NZ, WIDTH, n), rowOf(start_KZ, WIDTH, k)),
        ),
      ),
    ),
  );
  const { centers_KZ, nearest_N } = await balancedKmeans(points_NZ, WIDTH, optionsOf(1));
  for (let k = 0; k < NUM_CENTERS; k++) {
    const members = [...center_N.keys()].filter((n) => center_N[n] === k);
    expect(members).toHaveLength(NUM_POINTS / NUM_CENTERS);
    for (let z = 0; z < WIDTH; z++) {
      const mean = members.reduce((sum, n) => sum + points_NZ[n * WIDTH + z], 0) / members.length;
      expect(centers_KZ[k * WIDTH + z]).toBeCloseTo(mean, 4);
    }
  }
  nearest_N.forEach((k, n) =>
    expect(k).toBe(nearestSlowly(rowOf(points_NZ, WIDTH, n), centers_KZ)),
  );
});

test('codes by the nearest center are more evenly used than those of k-means', async () => {
  const points_NZ = cloud();
  const largest = ({ nearest_N }: { nearest_N: Int32Array }): number =>
    Math.max(
      ...Array.from({ length: NUM_CENTERS }, (_, k) => nearest_N.filter((c) => c === k).length),
    );
  const balanced = largest(await balancedKmeans(points_NZ, WIDTH, optionsOf(20)));
  expect(balanced).toBeLessThan(0.7 * largest(await kmeans(points_NZ, WIDTH, optionsOf(20))));
});
