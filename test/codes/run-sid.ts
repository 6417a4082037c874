// The commands of this build, run as a user runs them, on one thread.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';

/** What a program printed, and the processor time that it took. */
interface Ran {
  readonly text: string;
  readonly cpuSeconds: number;
}

/**
 * Runs `sid` with --json.
 *
 * @throws Error with its words on standard error, where it fails
 */
export function runSid(words: readonly string[]): {
  readonly result: Record<string, unknown>;
  readonly cpuSeconds: number;
} {
  const program = join(packageFolder(), 'dist', 'bin', 'sid.js');
  const { text, cpuSeconds } = runProgram(process.execPath, [program, ...words, '--json']);
  return { result: JSON.parse(text) as Record<string, unknown>, cpuSeconds };
}

/** @throws Error with what stands on standard error, where it fails */
export function runProgram(program: string, words: readonly string[]): Ran {
  const before = childSeconds();
  const { status, error, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, SID_THREADS: '1' },
  });
  if (status !== 0) {
    throw new Error(`${program} ${words.join(' ')}: ${error?.message ?? stderr.slice(-2000)}`);
  }
  return { text: stdout, cpuSeconds: childSeconds() - before };
}

/** Processor time of all programs that have ended; Linux counts it in hundredths of a second. */
function childSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
