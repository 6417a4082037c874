import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Around a run of all tests: what they put into the system's folder for temporary files goes with the run. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sid-test-'));
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
