// Processes at a time, stopped cleanly.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { ShouldStop } from '../../util/signals.ts';

/** A piece of work for a process of its own. */
export interface ProcessTask {
  readonly name: string;
  /** Words after the script's name. */
  readonly words: readonly string[];
  /** Written to its standard input, which then stays open as long as this process lives. */
  readonly input?: string;
}

/** How a process ended. */
export interface ProcessEnd<T extends ProcessTask = ProcessTask> {
  readonly task: T;
  /** Its exit status, 1 where a signal ended it. */
  readonly status: number;
  /** The last lines that it wrote to standard error. */
  readonly lastLines: readonly string[];
}

export interface ProcessPoolOptions<T extends ProcessTask = ProcessTask> {
  /** Processes at a time. */
  readonly jobs: number;
  /** Threads of each process's kernels, told to it by SID_THREADS. */
  readonly threads: number;
  readonly shouldStop: ShouldStop;
  /** Called with each line that a process writes to standard error. */
  readonly onLine: (task: T, line: string) => void;
  readonly onEnd: (end: ProcessEnd<T>) => void;
  /** What is run; the running script under the running Node where not given. */
  readonly command?: readonly string[];
}

const LINES_KEPT = 12;
const POLL_MS = 100;

/**
 * Runs tasks as processes of this same program, `jobs` at a time. When `shouldStop` turns true, no new one starts
 * and those that run are sent one SIGINT, upon which they write a checkpoint and end.
 *
 * @returns how each task that was started ended
 */
export async function runProcesses<T extends ProcessTask>(
  tasks: readonly T[],
  options: ProcessPoolOptions<T>,
): Promise<ProcessEnd<T>[]> {
  const waiting = [...tasks];
  const running = new Set<ChildProcess>();
  const ends: ProcessEnd<T>[] = [];
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
  const work = async (): Promise<void> => {
    for (;;) {
      const task = isStopping || options.shouldStop() ? undefined : waiting.shift();
      if (task === undefined) return;
      const end = await runOne(task, options, running);
      ends.push(end);
      options.onEnd(end);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, work));
  } finally {
    clearInterval(poll);
    process.off('exit', killAll);
  }
  return ends;
}

function runOne<T extends ProcessTask>(
  task: T,
  options: ProcessPoolOptions<T>,
  running: Set<ChildProcess>,
): Promise<ProcessEnd<T>> {
  const [program, ...first] = options.command ?? [process.execPath, process.argv[1]];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...task.words], {
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we pass it on once.
      detached: true,
      // It reads the end of its standard input when this process ends, however that comes.
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, SID_THREADS: String(options.threads) },
    });
    running.add(child);
    // One that ends early says why by its status.
    child.stdin.on('error', () => undefined).write(task.input ?? '');
    const lastLines: string[] = [];
    const onLine = (line: string): void => {
      if (line.trim() === '') return;
      lastLines.push(line);
      if (lastLines.length > LINES_KEPT) lastLines.shift();
      options.onLine(task, line);
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
      resolve({ task, status: status ?? statusOfSignal, lastLines });
    });
  });
}
