import { vi } from 'vitest';
import { main } from '../../src/cli/frame/program.ts';

/** Runs a command line in this process and catches what it prints. */
export async function runCli(
  ...words: string[]
): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const status = await main(['node', 'sid', ...words]);
  vi.restoreAllMocks();
  process.exitCode = undefined;
  return { status, out, err };
}
