import { expect, test } from 'vitest';
import { runWorkers } from '../../../src/experiments/compare/run-workers.ts';
import type { WorkerOptions } from '../../../src/experiments/compare/run-workers.ts';
import type { Worker } from '../../../src/experiments/compare/worker.ts';
import { neverStop } from '../../../src/util/signals.ts';

/** @param script in the place of sid; `input` is what it is given */
function options(script: string, change: Partial<WorkerOptions> = {}): WorkerOptions {
  const program = `
    process.stdin.once('data', (text) => {
      const input = JSON.parse(text);
      ${script}
      process.stdin.unref();
    });`;
  return {
    jobs: 2,
    threads: 3,
    checkpointMinutes: 7,
    shouldStop: neverStop,
    onLine: () => undefined,
    onEnd: () => undefined,
    command: [process.execPath, '-e', program],
    ...change,
  };
}

function worker(name: string): Worker {
  return { name, steps: [{ stage: 'simulate', settings: {}, out: name }] };
}

test('every worker runs once, with its steps and its share of threads, and its end is told', async () => {
  const lines: string[] = [];
  const script = `
    console.error('threads', process.env.SID_THREADS, 'minutes', input.checkpointMinutes);
    process.stderr.write('bye');
    process.exitCode = Number(input.steps[0].out);`;
  const ends = await runWorkers(
    ['0', '1', '2'].map(worker),
    options(script, { onLine: ({ name }, line) => lines.push(`${name}: ${line}`) }),
  );
  const statuses = new Map(ends.map((end) => [end.worker.name, end.status]));
  expect([...statuses].sort()).toEqual([
    ['0', 0],
    ['1', 1],
    ['2', 2],
  ]);
  expect(ends[0].lastLines).toEqual(['threads 3 minutes 7', 'bye']);
  expect(lines).toHaveLength(6);
});

test('no more than `jobs` at a time', async () => {
  const script = "console.error('up'); setTimeout(() => {}, 60);";
  let running = 0;
  let most = 0;
  const started = new Set<string>();
  await runWorkers(
    ['a', 'b', 'c', 'd'].map(worker),
    options(script, {
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

test('on stop, workers are sent SIGINT once and no more are started', async () => {
  const script = `
    process.on('SIGINT', () => { console.error('saved'); process.exit(130) });
    console.error('up');
    setInterval(() => {}, 1000);`;
  let isUp = false;
  const ends = await runWorkers(
    ['a', 'b'].map(worker),
    options(script, {
      jobs: 1,
      shouldStop: () => isUp,
      onLine: (_, line) => (isUp ||= line === 'up'),
    }),
  );
  expect(ends.map(({ status, lastLines }) => [status, lastLines])).toEqual([
    [130, ['up', 'saved']],
  ]);
});
