import { expect, test } from 'vitest';
import { runConcurrently } from '../../src/util/run-concurrently.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

test('results are in the order of the items, no more at a time than asked', async () => {
  let [now, most] = [0, 0];
  const results = await runConcurrently([3, 1, 2, 0], 2, async (turns, index) => {
    most = Math.max(most, ++now);
    for (let i = 0; i < turns; i++) await turn();
    now--;
    return `${index}:${turns}`;
  });
  expect(results).toEqual(['0:3', '1:1', '2:2', '3:0']);
  expect(most).toBe(2);
});

test('after the first fault nothing is begun, and what is at work is waited for', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const all = runConcurrently([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    await turn();
    if (item === 0) throw new Error('no');
    await turn();
    ended.push(item);
  });
  await expect(all).rejects.toThrow('no');
  expect(begun).toEqual([0, 1]);
  expect(ended).toEqual([1]);
});
