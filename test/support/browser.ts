import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'vitest';

const NAMES: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium on the PATH; undefined where there is none. */
function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
}

/** A page after loading, as the browser has it, and what it wrote to the console. */
export interface LoadedPage {
  readonly dom: string;
  readonly consoleLines: readonly string[];
}

/** Loads a file in a headless browser of its own profile. @param flags further ones */
export type LoadPage = (file: string, flags: readonly string[]) => LoadedPage;

/** A test in a real browser. Where there is none it is skipped, and its name says so. */
export function testInBrowser(name: string, run: (load: LoadPage) => void): void {
  const browser = findBrowser();
  if (browser === undefined) {
    test.skip(`${name} (skipped: no ${NAMES.join(', ')} on the PATH)`, () => undefined);
    return;
  }
  test(name, () => run((file, flags) => load(browser, file, flags)));
}

function load(browser: string, file: string, flags: readonly string[]): LoadedPage {
  const profile = mkdtempSync(join(tmpdir(), 'browser-'));
  const own = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--dump-dom'];
  const logging = ['--enable-logging=stderr', '--v=0', `--user-data-dir=${profile}`];
  const { status, stdout, stderr } = spawnSync(
    browser,
    [...own, ...logging, ...flags, `file://${file}`],
    { encoding: 'utf8', timeout: 50_000 },
  );
  if (status !== 0) throw new Error(`${browser} ended with ${status}:\n${stderr}`);
  const consoleLines = stderr.split('\n').filter((line) => line.includes(':CONSOLE'));
  return { dom: stdout, consoleLines };
}
