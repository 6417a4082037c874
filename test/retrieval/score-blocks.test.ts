import { expect, test } from 'vitest';
import { roundingError, scoreBlocks } from '../../src/retrieval/score-blocks.ts';
import { cosineOf, toUnitRows } from '../../src/retrieval/unit-rows.ts';
import { Rng } from '../../src/util/rng.ts';

test('scores are cosines within their rounding, of more items and queries than go into one block', () => {
  const rng = Rng.fromSeed(3);
  const width = 5;
  const random = (rows: number) =>
    toUnitRows(
      Float32Array.from({ length: rows * width }, () => rng.normal()),
      width,
      'x',
    );
  const [numItems, total] = [8200, 520];
  const [items, queries] = [random(numItems), random(total)];
  let next = 0;
  for (const { firstQuery, numQueries, scores } of scoreBlocks(items, queries)) {
    expect([firstQuery, scores.length]).toEqual([next, numQueries * numItems]);
    next += numQueries;
    let worst = 0;
    for (let at = 0; at < scores.length; at += 7) {
      const query = firstQuery + Math.floor(at / numItems);
      const exact = cosineOf(queries, query, items, at % numItems);
      worst = Math.max(worst, Math.abs(scores[at] - exact));
    }
    expect(worst).toBeLessThan(roundingError(width));
  }
  expect(next).toBe(total);
});
