import { afterAll, expect, test } from 'vitest';
import { Workbench } from '../../../src/nn/workbench.ts';
import { kmeans } from '../../../src/quantizer/model/kmeans.ts';
import { Rng } from '../../../src/util/rng.ts';
import { nearestSlowly, rowOf, squareLength } from '../reference.ts';

const WIDTH = 3;
const bench = new Workbench();
afterAll(() => bench.close());

function blobs(numPoints: number, numBlobs: number): Float32Array {
  const rng = Rng.fromSeed(5);
  const centers = Array.from({ length: numBlobs * WIDTH }, () => 4 * rng.normal());
  return Float32Array.from({ length: numPoints * WIDTH }, (_, i) => {
    const blob = Math.floor(i / WIDTH) % numBlobs;
    return centers[blob * WIDTH + (i % WIDTH)] + rng.normal();
  });
}

function run(points: Float32Array, numCenters: number, rounds: number, seed = 1) {
  const rng = Rng.fromSeed(seed);
  return kmeans(points, WIDTH, { bench, numCenters, rounds, rng, pause: () => Promise.resolve() });
}

/** Lloyd's rounds in plain loops; no center may lose its last point. */
function lloydSlowly(points: Float32Array, start: ArrayLike<number>, rounds: number): number[] {
  let centers = Array.from(start);
  for (let round = 0; round < rounds; round++) {
    const sums = centers.map(() => 0);
    const counts = centers.map(() => 0);
    for (let point = 0; point < points.length / WIDTH; point++) {
      const row = rowOf(points, WIDTH, point);
      const center = nearestSlowly(row, centers);
      row.forEach((value, d) => {
        sums[center * WIDTH + d] += value;
        counts[center * WIDTH + d] += 1;
      });
    }
    expect(Math.min(...counts)).toBeGreaterThan(0);
    centers = sums.map((sum, i) => sum / counts[i]);
  }
  return centers;
}

test.each([1, 2, 5])('%i rounds are those of plain loops from the same start', async (rounds) => {
  const points = blobs(120, 6);
  const start = await run(points, 6, 0);
  const { centers_KZ } = await run(points, 6, rounds);
  expect(centers_KZ).toBeAllclose(lloydSlowly(points, start.centers_KZ, rounds), 1e-5);
});

test('each point has its nearest center, and the start is made of points', async () => {
  const points = blobs(90, 4);
  const { centers_KZ, nearest_N } = await run(points, 5, 3);
  nearest_N.forEach((center, point) => {
    expect(center).toBe(nearestSlowly(rowOf(points, WIDTH, point), centers_KZ));
  });
  const start = await run(points, 5, 0);
  for (let k = 0; k < 5; k++) {
    const center = rowOf(start.centers_KZ, WIDTH, k);
    const distances = Array.from(nearest_N, (_, i) =>
      squareLength(rowOf(points, WIDTH, i), center),
    );
    expect(Math.min(...distances)).toBe(0);
  }
});

test('blobs far apart are found, whatever the seed', async () => {
  const points = Float32Array.from(
    { length: 60 * WIDTH },
    (_, i) => 100 * (Math.floor(i / WIDTH) % 5),
  );
  for (const seed of [1, 2, 3, 4]) {
    const { centers_KZ } = await run(points, 5, 1, seed);
    const found = Array.from({ length: 5 }, (_, k) => centers_KZ[k * WIDTH]).sort((a, b) => a - b);
    expect(found).toEqual([0, 100, 200, 300, 400]);
  }
});

test('with fewer different points than centers every point still has a center of its own place', async () => {
  const points = Float32Array.from([1, 1, 1, 1, 1, 1, 7, 7, 7, 1, 1, 1]);
  const { centers_KZ, nearest_N } = await run(points, 3, 4);
  nearest_N.forEach((center, point) => {
    expect(rowOf(centers_KZ, WIDTH, center)).toEqual(rowOf(points, WIDTH, point));
  });
});

test('fewer points than centers are refused', async () => {
  await expect(run(blobs(2, 1), 3, 2)).rejects.toThrow('needs 3 points or more, got 2');
});
