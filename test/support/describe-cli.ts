// `sid describe` with an endpoint on this machine, for tests of the command.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { runCli } from './run-cli.ts';
import { scriptedAnswer } from './scripted-describer.ts';
import { startStandIn } from './stand-in-endpoint.ts';
import type { StandIn } from './stand-in-endpoint.ts';

export const KEY = 'sk-test-0123456789abcdef';
const root = mkdtempSync(join(tmpdir(), 'sid-describe-cli-'));
let count = 0;

export const inRoot = (name: string): string => join(root, name);
export const newOut = (): string => inRoot(`out-${++count}`);

/** Nothing that a run leaves or prints holds the key. */
export function assertNoKey(out: string, ...printed: string[]): void {
  const folders = [out, `${out}.partial`, `${out}.answers`].filter((folder) => existsSync(folder));
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      expect(readFileSync(path).includes(KEY), path).toBe(false);
    }
  }
  for (const text of printed) expect(text).not.toContain(KEY);
}

/** A catalog of so many items; every fourth has its color in its title. */
export function writeCatalog(numItems: number): string {
  const rows = Array.from(
    { length: numItems },
    (_, i) => `${i},${i % 4 === 3 ? 'red ' : ''}mug ${i}`,
  );
  const path = inRoot(`items-${++count}.csv`);
  writeFileSync(path, `id,title\n${rows.join('\n')}\n`);
  return path;
}

export const problemsIn = (out: string): unknown =>
  JSON.parse(readFileSync(join(out, 'problems.json'), 'utf8'));

/** All that must be the same, whatever came in between. */
const OUTPUTS = ['texts.arrow', 'transcripts.jsonl', 'inputs.arrow', 'problems.json'];
export const outputsOf = (out: string): Buffer[] =>
  OUTPUTS.map((name) => readFileSync(join(out, name)));

/** The command, with a key while a test runs, and the endpoint that it asks, which is closed after the test. */
export function describeCli() {
  let standIn: StandIn;
  beforeEach(() => {
    process.env.OPENAI_API_KEY = KEY;
  });
  afterEach(async () => {
    delete process.env.OPENAI_API_KEY;
    await standIn.close();
  });
  /** What is typed. */
  const wordsFor = (items: string, out: string): string[] => [
    ...['describe', '--items', items, '--endpoint', standIn.url, '--model', 'm', '--out', out],
  ];
  /** As `startStandIn`; the one that is asked from now on. */
  const listen = async (answer: Parameters<typeof startStandIn>[0]): Promise<StandIn> => {
    standIn = await startStandIn(answer);
    return standIn;
  };
  const sid = async (
    items: string,
    out: string,
    ...more: string[]
  ): Promise<{ status: number; out: string; err: string }> => {
    const run = await runCli(...wordsFor(items, out), ...more);
    assertNoKey(out, run.out, run.err);
    return run;
  };
  /** A run in which nothing goes wrong, for others to be compared with; its endpoint is closed then. */
  const describeSmoothly = async (
    items: string,
  ): Promise<{ smooth: string; numQuestions: number }> => {
    const answering = await listen((request) => scriptedAnswer(request));
    const smooth = newOut();
    await sid(items, smooth);
    await answering.close();
    return { smooth, numQuestions: answering.requests.length };
  };
  return { listen, sid, wordsFor, describeSmoothly };
}
