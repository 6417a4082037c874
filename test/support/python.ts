import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';

const python = resolve(join('.venv-bench', 'bin', 'python'));

/** Runs a Python program with the packages of test/bench/pytorch/requirements.txt. */
export function runPython(words: readonly string[]): { status: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8' });
  return { status, out: `${stdout}${stderr}` };
}

/**
 * A test that needs Python with PyTorch, as `npm run bench -- --against pytorch` gets them. Where they are not there it is
 * skipped, and its name says so.
 */
export function testWithPython(name: string, run: () => void): void {
  if (existsSync(python)) test(name, run, 60_000);
  else
    test.skip(
      `${name} (skipped: .venv-bench is not there; npm run bench -- --against pytorch makes it)`,
      run,
    );
}
