import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { describeRecord } from '../../../src/records/describe-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import {
  describeCli,
  KEY,
  newOut,
  outputsOf,
  problemsIn,
  writeCatalog,
} from '../../support/describe-cli.ts';
import { testWithPackages } from '../../support/embed-packages.ts';
import { scriptedAnswer } from '../../support/scripted-describer.ts';
import type { StandIn } from '../../support/stand-in-endpoint.ts';

/*
 * Endpoints and keys that fail: what is asked again, what is left out, where it ends.
 */
const { listen, sid, describeSmoothly } = describeCli();
let standIn: StandIn;

testWithPackages(
  'every fault that passes is asked through: the same bytes as without',
  async () => {
    const items = writeCatalog(2);
    const { smooth } = await describeSmoothly(items);
    const faults = [
      { fault: 'status', status: 429, headers: { 'retry-after': '0.01' } },
      { fault: 'status', status: 503, headers: { 'retry-after-ms': '1' } },
      { fault: 'slow', ms: 50, text: 'A slow answer that is too late' },
    ] as const;
    standIn = await listen((request, index) =>
      index % 2 === 0 ? faults[(index / 2) % 3] : scriptedAnswer(request),
    );
    const rough = newOut();
    // An answer that comes after its time is asked for again with our own waits: once is enough here.
    const run = await sid(items, rough, '--timeout-seconds', '0.03', '--concurrency', '1');
    expect(run.status, run.err).toBe(0);
    expect(outputsOf(rough)).toEqual(outputsOf(smooth));
    expect(readRecord(describeRecord, rough).metrics.retries).toBeGreaterThan(3);
    expect(run.err).toContain('warning: status 429: out of order; asked again');
  },
);

testWithPackages(
  'an item whose question is not answered is named, and asked about the next time',
  async () => {
    const items = writeCatalog(4);
    let isWell = false;
    standIn = await listen((request) => {
      if (isWell) return scriptedAnswer(request);
      if (request.prompt.includes('mug 0')) return { fault: 'finished by', reason: 'length' };
      if (request.prompt.includes('mug 1')) return { fault: 'no choices' };
      if (request.prompt.includes('mug 2')) {
        return { fault: 'status', status: 400, error: { error: { message: 'too rude' } } };
      }
      return scriptedAnswer(request);
    });
    const out = newOut();
    const run = await sid(items, out, '--retries', '0');
    expect(run.status, run.err).toBe(0);
    expect(problemsIn(out)).toEqual([
      {
        item_id: 0,
        row: 1,
        problem: 'summarizer: an answer is longer than --max-tokens; raise it',
        kept: false,
      },
      { item_id: 1, row: 2, problem: 'summarizer: the answer is empty', kept: false },
      { item_id: 2, row: 3, problem: 'summarizer: status 400: too rude', kept: false },
    ]);
    expect(run.out).toContain('row 3, item 2: summarizer: status 400: too rude; left out');
    isWell = true;
    const before = standIn.requests.length;
    const next = newOut();
    expect((await sid(items, next, '--known', out)).status).toBe(0);
    expect(readRecord(describeRecord, next).metrics).toMatchObject({ described: 4, known: 1 });
    const asked = standIn.requests.slice(before).map(({ prompt }) => /mug \d/.exec(prompt)?.[0]);
    expect(new Set(asked)).toEqual(new Set(['mug 0', 'mug 1', 'mug 2']));
    // The known one keeps its transcript.
    const lines = readFileSync(join(next, 'transcripts.jsonl'), 'utf8').split('\n');
    expect(lines[3]).toBe(readFileSync(join(out, 'transcripts.jsonl'), 'utf8').trimEnd());
  },
);

testWithPackages(
  'a key that is refused in the middle: stopped in one line, gone on with --resume',
  async () => {
    const items = writeCatalog(12);
    const { smooth, numQuestions } = await describeSmoothly(items);
    let limit = 9;
    standIn = await listen((request, index) =>
      index < limit
        ? scriptedAnswer(request)
        : { fault: 'status', status: 401, error: { error: { message: `no: ${KEY}` } } },
    );
    const out = newOut();
    const run = await sid(items, out, '--concurrency', '1');
    expect(run.status).toBe(2);
    const [last] = run.err.trimEnd().split('\n').slice(-1);
    expect(last).toMatch(
      /^error: http.* refuses the key in OPENAI_API_KEY \(status 401\); .*run the same command with --resume$/,
    );
    expect(existsSync(out)).toBe(false);
    const without = await sid(items, out);
    expect(without.err).toContain('holds an interrupted run; add --resume');
    limit = Infinity;
    const asked = standIn.requests.length;
    expect((await sid(items, out, '--resume')).status).toBe(0);
    expect(standIn.requests.length - asked).toBe(numQuestions - 9);
    expect(outputsOf(out)).toEqual(outputsOf(smooth));
    expect(readRecord(describeRecord, out).metrics).toMatchObject({ calls: numQuestions });
  },
);

testWithPackages('a key that is refused at once leaves nothing behind', async () => {
  standIn = await listen(() => ({ fault: 'status', status: 403 }));
  const out = newOut();
  const run = await sid(writeCatalog(3), out);
  expect(run.status).toBe(2);
  expect(run.err).toMatch(/error: http.* refuses the key in OPENAI_API_KEY.*valid one\n$/);
  expect(existsSync(`${out}.partial`)).toBe(false);
});

testWithPackages('where everything fails it ends after 20 items', async () => {
  standIn = await listen(() => ({ fault: 'status', status: 500 }));
  const run = await sid(writeCatalog(40), newOut(), '--retries', '0');
  expect(run.status).toBe(2);
  expect(run.err).toMatch(
    /error: 20 items in a row have no text, the last: summarizer: status 500/,
  );
  expect(standIn.requests.length).toBeLessThanOrEqual(23);
});

testWithPackages('nobody at the address: said at once', async () => {
  standIn = await listen(() => '');
  await standIn.close();
  const run = await sid(writeCatalog(3), newOut());
  expect(run.status).toBe(2);
  expect(run.err).toMatch(/cannot be reached \(ECONNREFUSED\); check --endpoint/);
});
