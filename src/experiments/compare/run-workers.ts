// Workers side by side, stopped cleanly.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { ShouldStop } from '../../util/signals.ts';
import type { Worker, WorkerEnd, WorkerInput } from './worker.ts';

export interface WorkerOptions<W extends Worker = Worker> {
  /** Workers at a time. */
  readonly jobs: number;
  /** Threads of each one's kernels, told to it by SID_THREADS. */
  readonly threads: number;
  readonly checkpointMinutes: number;
  readonly shouldStop: ShouldStop;
  /** Called with each line that a worker writes to standard error. */
  readonly onLine: (worker: W, line: string) => void;
  readonly onEnd: (end: WorkerEnd<W>) => void;
  /** What is run; the running script under the running Node where not given. */
  readonly command?: readonly string[] | undefined;
}

const LINES_KEPT = 12;
const POLL_MS = 100;

/**
 * Runs workers as processes of this same program, `jobs` at a time. When `shouldStop` turns true, no new one starts
 * and those that run are sent one SIGINT, upon which they write a checkpoint and end. Each ends when this process ends,
 * however that comes.
 *
 * @returns how each that was started ended
 */
export async function runWorkers<W extends Worker>(
  workers: readonly W[],
  options: WorkerOptions<W>,
): Promise<WorkerEnd<W>[]> {
  const waiting = [...workers];
  const running = new Set<ChildProcess>();
  const ends: WorkerEnd<W>[] = [];
  let isStopping = false;
  const poll = setInterval(() => {
    if (isStopping || !options.shouldStop()) return;
    isStopping = true;
    for (const child of running) child.kill('SIGINT');
  }, POLL_MS);
  // A second Ctrl-C ends this process at once: its children must not live on.
  const killAll = (): void => {
    for (const child of running) child.kill('SIGKILL');
  };
  process.on('exit', killAll);
  const runNext = async (): Promise<void> => {
    for (;;) {
      const worker = isStopping || options.shouldStop() ? undefined : waiting.shift();
      if (worker === undefined) return;
      const end = await runOne(worker, options, running);
      ends.push(end);
      options.onEnd(end);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, runNext));
  } finally {
    clearInterval(poll);
    process.off('exit', killAll);
  }
  return ends;
}

function runOne<W extends Worker>(
  worker: W,
  options: WorkerOptions<W>,
  running: Set<ChildProcess>,
): Promise<WorkerEnd<W>> {
  const [program, ...first] = options.command ?? [process.execPath, process.argv[1]];
  const input: WorkerInput = {
    steps: worker.steps,
    checkpointMinutes: options.checkpointMinutes,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, 'run-steps', '-'], {
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we pass it on once.
      detached: true,
      // It reads the end of its standard input when this process ends, however that comes.
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, SID_THREADS: String(options.threads) },
    });
    running.add(child);
    // Steps go this way since a command line has room for some hundred thousand letters only. One that ends early says
    // why by its status.
    child.stdin.on('error', () => undefined).write(`${JSON.stringify(input)}\n`);
    const lastLines: string[] = [];
    const onLine = (line: string): void => {
      if (line.trim() === '') return;
      lastLines.push(line);
      if (lastLines.length > LINES_KEPT) lastLines.shift();
      options.onLine(worker, line);
    };
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      running.delete(child);
      onLine(rest);
      // Interrupted before it listens for signals, it dies of one.
      const statusOfSignal = signal === 'SIGINT' ? 130 : 1;
      resolve({ worker, status: status ?? statusOfSignal, lastLines });
    });
  });
}
