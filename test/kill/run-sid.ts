// Runs the built program, and may kill it.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Victims } from './kill-case.ts';

const SCRIPT = resolve('dist/bin/sid.js');
/** Processes that a run starts have it too, and are found by it. */
const MARK = 'SID_KILL_TEST';

/** How a run of the program ended. */
export interface End {
  /** Null where it was killed. */
  readonly status: number | null;
  readonly error: string;
  readonly seconds: number;
}

/** When to kill whom. */
export interface Kill {
  readonly afterMs: number;
  readonly victims: Victims;
}

/** @param mark tells this test's processes from all others */
export function runSid(words: readonly string[], mark: string, kill?: Kill): Promise<End> {
  const start = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [SCRIPT, ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, [MARK]: mark },
      detached: true,
    });
    let error = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    const killAll = (): void => {
      if (kill?.victims === 'all') for (const pid of livingProcesses(mark)) killHard(pid);
      if (child.pid !== undefined) killHard(-child.pid);
    };
    const timer = kill === undefined ? undefined : setTimeout(killAll, kill.afterMs);
    child.on('error', fail);
    // Not `close`: an orphan may hold standard error open a while.
    child.on('exit', (status) => {
      clearTimeout(timer);
      done({ status, error, seconds: (performance.now() - start) / 1000 });
    });
  });
}

/** Numbers of the processes that a mark's runs have started; none can be found where there is no /proc. */
export function livingProcesses(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(`${MARK}=${mark}\0`))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has ended, or is another user's.
    return '';
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
