// A program with a limit and a watch.
import { spawn } from 'node:child_process';

/** What a program that was run left behind. */
export interface ProgramResult {
  readonly isDone: boolean;
  /** The last lines of both outputs, or why it could not be started. */
  readonly lastLines: string;
  readonly stdout: string;
}

export interface RunProgramOptions {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** It is ended after so long. */
  readonly limitMs: number;
  /** Called now and then while it runs. */
  readonly onTick?: () => void;
  /** Asked now and then; true ends it. */
  readonly shouldEnd?: () => boolean;
}

const TICK_MS = 500;
const KEPT_LINES = 60;

/** Runs a program to its end; never throws. */
export function runProgram(
  program: string,
  words: readonly string[],
  options: RunProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...words], {
      cwd: options.folder,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
    const startedAt = Date.now();
    const end = (): void => {
      all += `\nended after ${Math.round((Date.now() - startedAt) / 1000)} s without an answer`;
      child.kill('SIGKILL');
    };
    const limit = setTimeout(end, options.limitMs);
    const tick = setInterval(() => {
      options.onTick?.();
      if (options.shouldEnd?.() === true) end();
    }, TICK_MS);
    const finish = (isDone: boolean): void => {
      clearTimeout(limit);
      clearInterval(tick);
      const lines = all.trimEnd().split('\n');
      resolve({ isDone, stdout, lastLines: lines.slice(-KEPT_LINES).join('\n') });
    };
    child.on('error', (error) => {
      all += error.message;
      finish(false);
    });
    child.on('close', (status) => finish(status === 0));
  });
}
