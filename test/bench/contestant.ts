import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';
import type { Program } from './bench-case.ts';

/** Threads of each side. */
const THREADS = '2';

/** A running program. Its process sleeps between requests, so that only one side works at a time. */
export interface Contestant {
  readonly program: Program;
  /** Milliseconds of a step, mean over so many. */
  run(steps: number): Promise<number>;
  /** The loss of each of the next steps. */
  losses(steps: number): Promise<readonly number[]>;
  /** Highest memory so far, MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a program on a prepared folder. It reads requests, one a line ("run 5", "losses 20", "memory"),
 * and answers each with one line of JSON.
 *
 * @param python the interpreter of the virtual environment, for programs in Python
 */
export function startContestant(
  program: Program,
  folder: string,
  python: string | undefined,
): Contestant {
  const [command, ...words] = commandOf(program, folder, python);
  const child = spawn(command, words, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environment(process.env),
  });
  const waiting: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line));
  });
  const exited = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      const error = new Error(`${program.name} (${program.workload}) ${reason}`);
      for (const { reject } of waiting.splice(0)) reject(error);
      resolve();
    };
    child.on('error', (error) => end(`does not start: ${error.message}`));
    child.on('close', (code) => end(`ended early, exit status ${code}`));
  });
  const ask = <T>(request: string): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ resolve: (reply) => resolve(reply as T), reject });
      child.stdin.write(`${request}\n`);
    });
  return {
    program,
    run: async (steps) => (await ask<number>(`run ${steps}`)) / steps,
    losses: (steps) => ask(`losses ${steps}`),
    memory: () => ask('memory'),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

function commandOf(program: Program, folder: string, python: string | undefined): string[] {
  const { language, workload, words = [] } = program;
  if (language === 'typescript') {
    const server = new URL('./workloads/serve.js', import.meta.url).pathname;
    return [process.execPath, '--no-warnings', server, workload, folder, ...words];
  }
  if (python === undefined) throw new Error(`${program.name} needs Python`);
  const server = join(packageFolder(), 'test', 'bench', 'pytorch', 'serve.py');
  return [python, server, workload, folder, ...words];
}

/** Two threads for everybody, and a BLAS that chooses its kernels by the machine it runs on. */
function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...own, SID_THREADS: THREADS, OMP_NUM_THREADS: THREADS };
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  return env;
}
