import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { prefetch } from '../../src/pairs/prefetch.ts';

test('the next load has begun when a value is handed over, and no more than that', async () => {
  const log: string[] = [];
  const load = async (item: number): Promise<number> => {
    log.push(`begin ${item}`);
    await setImmediate();
    log.push(`end ${item}`);
    return 10 * item;
  };
  const got: number[] = [];
  for await (const { item, value } of prefetch([1, 2, 3], load)) {
    log.push(`use ${item}`);
    got.push(value);
    await setImmediate();
    await setImmediate();
  }
  expect(got).toEqual([10, 20, 30]);
  expect(log).toEqual([
    ...['begin 1', 'end 1', 'begin 2', 'use 1', 'end 2', 'begin 3', 'use 2', 'end 3', 'use 3'],
  ]);
});

test('with two ahead two are begun beyond the one in use', async () => {
  let [begun, used] = [0, 0];
  const load = (item: number): Promise<number> => {
    begun += 1;
    return Promise.resolve(item);
  };
  for await (const { value } of prefetch([0, 1, 2, 3, 4], load, 2)) {
    expect(value).toBe(used++);
    expect(begun).toBe(Math.min(5, used + 2));
  }
  expect(used).toBe(5);
});

test('a load that fails does so in its turn; one that nobody asks for does not at all', async () => {
  const load = (item: number): Promise<number> =>
    item === 2 ? Promise.reject(new Error('row 2')) : Promise.resolve(item);
  const used: number[] = [];
  const useAll = async (): Promise<void> => {
    for await (const { item } of prefetch([1, 2, 3], load)) used.push(item);
  };
  await expect(useAll()).rejects.toThrow('row 2');
  expect(used).toEqual([1]);
  for await (const { item } of prefetch([1, 2, 3], load)) {
    expect(item).toBe(1);
    break;
  }
});

test('who stops early waits for what was begun', async () => {
  let done = 0;
  const load = async (item: number): Promise<number> => {
    await setImmediate();
    done += 1;
    return item;
  };
  for await (const { item } of prefetch([1, 2, 3], load)) if (item === 1) break;
  expect(done).toBe(2);
});

test('nothing to load', async () => {
  for await (const each of prefetch([], () => Promise.resolve(1))) expect(each).toBe('never');
});
