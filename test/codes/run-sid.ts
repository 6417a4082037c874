// The commands of this build, run as a user runs them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageFolder } from '../../src/util/package-folder.ts';

/**
 * Runs `sid` with --json.
 *
 * @returns what it printed
 * @throws Error with its words on standard error, where it fails
 */
export function runSid(words: readonly string[]): Record<string, unknown> {
  const program = join(packageFolder(), 'dist', 'bin', 'sid.js');
  const text = runProgram(process.execPath, [program, ...words, '--json']);
  return JSON.parse(text) as Record<string, unknown>;
}

/** @returns standard output @throws Error with what stands on standard error, where it fails */
export function runProgram(program: string, words: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(`${program} ${words.join(' ')}: ${error?.message ?? stderr.slice(-2000)}`);
  }
  return stdout;
}
