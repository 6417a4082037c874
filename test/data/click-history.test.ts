import { expect, test } from 'vitest';
import { ClickHistory } from '../../src/data/click-history.ts';
import { Rng } from '../../src/util/rng.ts';

test.each([1, 3, 4, 20])('keeps the last %i clicks of each user, like a plain list', (T) => {
  const rng = Rng.fromSeed(T);
  const numUsers = 7;
  const history = new ClickHistory(numUsers, T);
  const plain: { item: number; timeMs: number }[][] = Array.from({ length: numUsers }, () => []);
  const items = new Int32Array(2 * T);
  const ages = new Float32Array(2 * T);
  for (let timeMs = 0; timeMs < 600; timeMs++) {
    const user = rng.int(numUsers);
    const item = rng.int(1000);
    history.append(user, item, timeMs);
    plain[user].push({ item, timeMs });
    const asked = rng.int(numUsers);
    const count = history.copyTo(asked, timeMs + 5, items, ages, T);
    const expected = plain[asked].slice(-T);
    expect([...items.subarray(T, T + count)]).toEqual(expected.map((click) => click.item));
    expect([...ages.subarray(T, T + count)]).toEqual(
      expected.map((click) => timeMs + 5 - click.timeMs),
    );
  }
});

test('no history is wanted: nothing is kept', () => {
  const history = new ClickHistory(2, 0);
  history.append(1, 5, 0);
  expect(history.copyTo(1, 1, new Int32Array(0), new Float32Array(0), 0)).toBe(0);
});
