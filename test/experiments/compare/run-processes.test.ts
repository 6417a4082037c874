import { expect, test } from 'vitest';
import { runProcesses } from '../../../src/experiments/compare/run-processes.ts';
import type { ProcessPoolOptions } from '../../../src/experiments/compare/run-processes.ts';
import { neverStop } from '../../../src/util/signals.ts';

function options(change: Partial<ProcessPoolOptions> = {}): ProcessPoolOptions {
  return {
    jobs: 2,
    threads: 3,
    shouldStop: neverStop,
    onLine: () => undefined,
    onEnd: () => undefined,
    command: [process.execPath, '-e'],
    ...change,
  };
}

test('every task runs once, with its share of threads, and its end is told', async () => {
  const lines: string[] = [];
  const script = (n: number): string =>
    `console.error('threads', process.env.SID_THREADS); process.stderr.write('bye'); process.exitCode = ${n}`;
  const tasks = [0, 1, 2].map((n) => ({ name: `task ${n}`, words: [script(n)] }));
  const ends = await runProcesses(
    tasks,
    options({ onLine: ({ name }, line) => lines.push(`${name}: ${line}`) }),
  );
  const statuses = new Map(ends.map(({ task, status }) => [task.name, status]));
  expect([...statuses].sort()).toEqual([
    ['task 0', 0],
    ['task 1', 1],
    ['task 2', 2],
  ]);
  expect(ends[0].lastLines).toEqual(['threads 3', 'bye']);
  expect(lines).toHaveLength(6);
});

test('no more than `jobs` at a time', async () => {
  const words = ["console.error('up'); setTimeout(() => {}, 60)"];
  let running = 0;
  let most = 0;
  const started = new Set<string>();
  await runProcesses(
    ['a', 'b', 'c', 'd'].map((name) => ({ name, words })),
    options({
      onLine({ name }) {
        started.add(name);
        most = Math.max(most, ++running);
      },
      onEnd: () => running--,
    }),
  );
  expect(started.size).toBe(4);
  expect(most).toBeLessThanOrEqual(2);
});

test('on stop, processes are sent SIGINT once and no more are started', async () => {
  const script =
    "process.on('SIGINT', () => { console.error('saved'); process.exit(130) }); console.error('up'); setInterval(() => {}, 1000)";
  let isUp = false;
  const ends = await runProcesses(
    ['a', 'b'].map((name) => ({ name, words: [script] })),
    options({
      jobs: 1,
      shouldStop: () => isUp,
      onLine: (_, line) => (isUp ||= line === 'up'),
    }),
  );
  expect(ends.map(({ status, lastLines }) => [status, lastLines])).toEqual([
    [130, ['up', 'saved']],
  ]);
});
