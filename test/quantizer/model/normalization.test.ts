import { expect, test } from 'vitest';
import {
  createNormalizationMeter,
  normalizeRows,
} from '../../../src/quantizer/model/normalization.ts';
import type { NormalizationName } from '../../../src/quantizer/model/normalization.ts';
import { groupedItems, WIDTH } from '../support.ts';

function normalized(name: NormalizationName, x_ND: Float32Array, width: number): Float32Array {
  const meter = createNormalizationMeter(name, width);
  meter.add(x_ND);
  return normalizeRows(x_ND.slice(), meter.finish());
}

test.each(['center', 'standardize'] as const)('%s: units make no difference', (name) => {
  const { embeddings_ND } = groupedItems();
  const tiny = embeddings_ND.map((value) => value * 2 ** -40);
  expect(normalized(name, tiny, WIDTH)).toEqual(normalized(name, embeddings_ND, WIDTH));
});

test('standardize: a dimension that is constant, but for rounding, is 0', () => {
  const x_ND = Float32Array.of(...[5, 0.1, 1], ...[5, 0.1 + 1e-8, 2], ...[5, 0.1, 3]);
  const [row] = [normalized('standardize', x_ND, 3)];
  expect([row[0], row[1], row[3], row[4]]).toEqual([0, 0, 0, 0]);
  expect(row[8]).toBeCloseTo(Math.sqrt(3 / 2), 6);
});
