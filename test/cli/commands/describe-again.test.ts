import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import {
  assertNoKey,
  describeCli,
  newOut,
  outputsOf,
  writeCatalog,
} from '../../support/describe-cli.ts';
import { testWithPackages } from '../../support/embed-packages.ts';
import { scriptedAnswer } from '../../support/scripted-describer.ts';
import type { StandIn } from '../../support/stand-in-endpoint.ts';

/*
 * What was asked once is not asked again: the cache, --resume after a kill, --force.
 */
const { listen, sid, wordsFor, describeSmoothly } = describeCli();
let standIn: StandIn;

testWithPackages('what is in the cache is not asked again, by whichever run', async () => {
  const items = writeCatalog(5);
  standIn = await listen((request) => scriptedAnswer(request));
  const cache = newOut();
  const [first, second] = [newOut(), newOut()];
  await sid(items, first, '--cache', cache);
  const asked = standIn.requests.length;
  const run = await sid(items, second, '--cache', cache, '--json');
  expect(standIn.requests).toHaveLength(asked);
  expect(JSON.parse(run.out)).toMatchObject({ calls: 0, cached_calls: asked, input_tokens: 0 });
  expect(outputsOf(second)).toEqual(outputsOf(first));
  // One title differs: only that item is asked about.
  writeFileSync(items, readFileSync(items, 'utf8').replace('mug 1', 'cup 1'));
  await sid(items, newOut(), '--cache', cache);
  const more = standIn.requests.slice(asked);
  expect(more.length).toBeGreaterThan(0);
  for (const { prompt } of more) expect(prompt).toContain('cup 1');
});

/** The built program as a process of its own. */
function start(items: string, out: string): { child: ChildProcess; ended: Promise<string> } {
  const words = [...wordsFor(items, out), '--resume'];
  const child = spawn(process.execPath, ['dist/bin/sid.js', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise<string>((done) =>
    child.on('close', (status, signal) => done(`${status ?? signal}\n${printed}`)),
  );
  return { child, ended };
}

testWithPackages(
  'killed and interrupted in the middle: no question is asked twice, the same bytes at last',
  async () => {
    const items = writeCatalog(12);
    const { smooth, numQuestions } = await describeSmoothly(items);
    let child: ChildProcess | undefined;
    standIn = await listen(async (request, index) => {
      if (index === 8) child?.kill('SIGKILL');
      // What is under way when Ctrl-C comes is answered, and kept.
      if (index === 20) child?.kill('SIGINT');
      await sleep(index === 8 ? 1000 : 50);
      return scriptedAnswer(request);
    });
    const out = newOut();
    const killed = start(items, out);
    child = killed.child;
    expect(await killed.ended).toMatch(/^SIGKILL/);
    const interrupted = start(items, out);
    child = interrupted.child;
    const printed = await interrupted.ended;
    expect(printed).toMatch(/^130\n/);
    expect(printed).toContain('interrupted: add --resume to go on');
    assertNoKey(out, printed);
    expect((await sid(items, out, '--resume')).status).toBe(0);
    expect(outputsOf(out)).toEqual(outputsOf(smooth));
    // Those under way at the kill, four at most, were lost.
    expect(standIn.requests.length).toBeLessThanOrEqual(numQuestions + 4);
  },
);

testWithPackages('--force makes it anew of the answers that there are', async () => {
  const items = writeCatalog(3);
  standIn = await listen((request) => scriptedAnswer(request));
  const out = newOut();
  await sid(items, out);
  const asked = standIn.requests.length;
  expect((await sid(items, out)).err).toContain('already holds a run');
  expect((await sid(items, out, '--force', '--rounds', '2')).status).toBe(0);
  expect(standIn.requests).toHaveLength(asked);
});
