import { expect, test } from 'vitest';
import { rankerTensors } from '../../../src/interchange/ranker/ranker-tensors.ts';
import { toTorch } from '../../../src/interchange/ranker/torch-names.ts';
import type { LoadedRanker } from '../../../src/ranker/model/saved-ranker.ts';

const values = (...numbers: number[]) => ({
  shape: [numbers.length / 2, 2],
  values: Float32Array.from(numbers),
});

test('a table in stretches is one tensor; rows that no item names are left out of a large one', () => {
  const table = {
    config: { name: 'table', numRows: 3, width: 2, row_R: Int32Array.of(2, 5, 9) },
    tensors: () =>
      new Map(
        Object.entries({
          'table.rows': { shape: [3], values: Int32Array.of(2, 5, 9) },
          'table.weights': values(1, 2, 3, 4),
          'table.weights.1': values(5, 6),
          'table.accumulators': values(7, 7, 7, 7, 7, 7),
        }),
      ),
  };
  const loaded = {
    ranker: { tables: [table], parameters: [] },
    itemRows: { rows_NJ: Int32Array.of(9, 2, 5, 9), tokensPerItem: 2, numRows: 10 },
    categories: [],
  } as unknown as LoadedRanker;
  const tensors = rankerTensors(loaded);
  const flat = (name: string): number[] =>
    [...(tensors.get(name)?.parts ?? [])].flatMap((part) => [...part]);
  expect(tensors.get('table.weight')?.shape).toEqual([3, 2]);
  expect(flat('table.weight')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(tensors.get('item_rows')?.shape).toEqual([2, 2]);
  expect(flat('item_rows')).toEqual([2, 0, 1, 2]);
  expect(tensors.get('category_rows')).toEqual({
    dtype: 'I32',
    shape: [2, 0],
    parts: [new Int32Array(0)],
  });
});

test('linear maps lie as nn.Linear has them, [outputs, inputs]; a weight without a name is a fault', () => {
  const weight = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(toTorch('top.2.weight', [2, 3], weight)).toEqual([
    'top.4.weight',
    { shape: [3, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) },
  ]);
  const [name, { shape, values: same }] = toTorch('history.positions', [3, 2], weight);
  expect([name, shape, same]).toEqual(['history.positions.weight', [3, 2], weight]);
  expect(() => toTorch('history.gate', [2, 3], weight)).toThrow(
    'no name for the weight history.gate',
  );
});
