import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamItemTexts } from '../../../src/artifacts/item-texts.ts';
import { loadPackage } from '../../../src/packages/load-package.ts';
import { describeRecord } from '../../../src/records/describe-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { testWithPackages } from '../../support/embed-packages.ts';
import { runCli } from '../../support/run-cli.ts';
import { scriptedAnswer } from '../../support/scripted-describer.ts';
import { startStandIn } from '../../support/stand-in-endpoint.ts';
import type { StandIn } from '../../support/stand-in-endpoint.ts';

const KEY = 'sk-test-0123456789abcdef';
const root = mkdtempSync(join(tmpdir(), 'sid-describe-cli-'));
let standIn: StandIn;
let count = 0;

beforeEach(() => {
  process.env.OPENAI_API_KEY = KEY;
});
afterEach(async () => {
  delete process.env.OPENAI_API_KEY;
  await standIn.close();
});

/** Nothing that a run leaves or prints holds the key. */
function assertNoKey(out: string, ...printed: string[]): void {
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
function writeCatalog(numItems: number, name = `items-${++count}.csv`): string {
  const rows = Array.from(
    { length: numItems },
    (_, i) => `${i},${i % 4 === 3 ? 'red ' : ''}mug ${i}`,
  );
  writeFileSync(join(root, name), `id,title\n${rows.join('\n')}\n`);
  return join(root, name);
}

async function sid(
  items: string,
  out: string,
  ...more: string[]
): Promise<{ status: number; out: string; err: string }> {
  const words = ['describe', '--items', items, '--endpoint', standIn.url, '--model', 'm'];
  const run = await runCli(...words, '--out', out, ...more);
  assertNoKey(out, run.out, run.err);
  return run;
}

const newOut = (): string => join(root, `out-${++count}`);
const problemsIn = (out: string): unknown =>
  JSON.parse(readFileSync(join(out, 'problems.json'), 'utf8'));

async function textsIn(out: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const batch of streamItemTexts(join(out, 'texts.arrow'))) {
    batch.itemIds.forEach((id, i) => (texts[id] = batch.texts[i].text));
  }
  return texts;
}

/** All that must be the same, whatever came in between. */
const OUTPUTS = ['texts.arrow', 'transcripts.jsonl', 'inputs.arrow', 'problems.json'];
const outputsOf = (out: string): Buffer[] => OUTPUTS.map((name) => readFileSync(join(out, name)));

testWithPackages('a catalog to texts, worked by hand', async () => {
  const sharp =
    loadPackage<(options: object) => { png(): { toBuffer(): Promise<Uint8Array> } }>('sharp');
  const create = { width: 900, height: 300, channels: 3, background: '#c03020' };
  writeFileSync(join(root, 'mug.png'), await sharp({ create }).png().toBuffer());
  const items = join(root, 'mugs.csv');
  writeFileSync(
    items,
    'id,type,title,description,picture\n' +
      'a,Mugs,mug,Holds tea.,mug.png\nb,,red cup,,missing.png\nc,,,,mug.png\nd,,,,\n',
  );
  standIn = await startStandIn((request) => scriptedAnswer(request));
  const out = newOut();
  const run = await sid(items, out, '--prices', '1000,10000', '--picture-size', '90');
  expect(run.status, run.err).toBe(0);
  expect(await textsIn(out)).toEqual({ a: 'A red mug.', b: 'A red cup.', c: 'A red thing.' });
  expect(problemsIn(out)).toEqual([
    {
      item_id: 'b',
      row: 2,
      problem: expect.stringContaining('missing.png: does not exist') as string,
      kept: true,
    },
    { item_id: 'd', row: 4, problem: 'no text; no picture', kept: false },
  ]);
  // a and c: text, no color, text, good. b: text, good.
  expect(standIn.requests).toHaveLength(10);
  const [{ prompt, picture, headers }] = standIn.requests.filter((each) =>
    each.prompt.includes('Holds tea.'),
  );
  expect(prompt).toContain('type: Mugs\ntitle: mug\ndescription: Holds tea.');
  expect(headers.authorization).toBe(`Bearer ${KEY}`);
  const jpeg = Buffer.from(picture?.replace('data:image/jpeg;base64,', '') ?? '', 'base64');
  // Height and width in the frame's head.
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  expect([jpeg.readUInt16BE(frame + 7), jpeg.readUInt16BE(frame + 5)]).toEqual([90, 30]);
  expect(standIn.requests.filter((each) => each.picture === null)).toHaveLength(2);
  const [first] = readFileSync(join(out, 'transcripts.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(first)).toEqual({
    ...{ item_id: 'a', text: 'A red mug.', rounds: 2, is_good: true },
    steps: [
      ['summarizer', 'A mug.', 2],
      ['evaluator', 'No color. Name it.', 4],
      ['refiner', 'A red mug.', 3],
      ['evaluator', '<STOP>', 1],
    ].map(([role, answer, tokens]) => ({
      ...{ role, answer, input_tokens: 100, output_tokens: tokens },
    })),
  });
  const { config, metrics, inputs } = readRecord(describeRecord, out);
  expect(config).toMatchObject({ endpoint: standIn.url, model: 'm', rounds: 5, textOnly: false });
  expect(Object.keys(inputs)).toEqual(['items', 'prompts']);
  const output = 2 * (2 + 4 + 3 + 1) + 3 + 1;
  expect(metrics).toMatchObject({
    ...{ items: 4, described: 3, good: 3, known: 0, problems: 2, retries: 0 },
    ...{ calls: 10, cached_calls: 0, input_tokens: 1000, output_tokens: output },
    by_role: { summarizer: { calls: 3 }, evaluator: { calls: 5 }, refiner: { calls: 2 } },
    cost: 1 + output / 100,
  });
  expect(run.err).toMatch(/3 items, and their pictures,\s+goes? to m at http/);
  expect(run.out).toContain(
    '3 of 4 items have a text, 3 of them one that the Evaluator calls good',
  );
  expect(existsSync(join(out, 'checkpoint'))).toBe(false);
  const again = await sid(items, out, '--picture-size', '90', '--resume', '--concurrency', '9');
  expect(again).toMatchObject({ status: 0 });
  expect(again.err).toContain('nothing to do');
});

testWithPackages(
  'one at a time or nine give the same bytes; more at a time are never asked',
  async () => {
    const items = writeCatalog(14);
    const outs: string[] = [];
    for (const concurrency of [1, 9]) {
      standIn = await startStandIn(async (request, index) => {
        await sleep((7 * index) % 5);
        return scriptedAnswer(request);
      });
      outs.push(newOut());
      const run = await sid(items, outs.at(-1) ?? '', '--concurrency', String(concurrency));
      expect(run.status, run.err).toBe(0);
      expect(standIn.mostAtOnce()).toBeLessThanOrEqual(concurrency);
      if (concurrency === 9) expect(standIn.mostAtOnce()).toBeGreaterThan(2);
      await standIn.close();
    }
    expect(outputsOf(outs[1])).toEqual(outputsOf(outs[0]));
  },
);

testWithPackages(
  'every fault that passes is asked through: the same bytes as without',
  async () => {
    const items = writeCatalog(2);
    standIn = await startStandIn((request) => scriptedAnswer(request));
    const smooth = newOut();
    await sid(items, smooth);
    await standIn.close();
    const faults = [
      { fault: 'status', status: 429, headers: { 'retry-after': '0.01' } },
      { fault: 'status', status: 503, headers: { 'retry-after-ms': '1' } },
      { fault: 'slow', ms: 50, text: 'A slow answer that is too late' },
    ] as const;
    standIn = await startStandIn((request, index) =>
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
    standIn = await startStandIn((request) => {
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

testWithPackages('what is in the cache is not asked again, by whichever run', async () => {
  const items = writeCatalog(5);
  standIn = await startStandIn((request) => scriptedAnswer(request));
  const cache = join(root, `answers-${++count}`);
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

testWithPackages(
  'a key that is refused in the middle: stopped in one line, gone on with --resume',
  async () => {
    const items = writeCatalog(12);
    standIn = await startStandIn((request) => scriptedAnswer(request));
    const unbroken = newOut();
    await sid(items, unbroken);
    const numQuestions = standIn.requests.length;
    await standIn.close();
    let limit = 9;
    standIn = await startStandIn((request, index) =>
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
    expect(outputsOf(out)).toEqual(outputsOf(unbroken));
    expect(readRecord(describeRecord, out).metrics).toMatchObject({ calls: numQuestions });
  },
);

testWithPackages('a key that is refused at once leaves nothing behind', async () => {
  standIn = await startStandIn(() => ({ fault: 'status', status: 403 }));
  const out = newOut();
  const run = await sid(writeCatalog(3), out);
  expect(run.status).toBe(2);
  expect(run.err).toMatch(/error: http.* refuses the key in OPENAI_API_KEY.*valid one\n$/);
  expect(existsSync(`${out}.partial`)).toBe(false);
});

testWithPackages('where everything fails it ends after 20 items', async () => {
  standIn = await startStandIn(() => ({ fault: 'status', status: 500 }));
  const run = await sid(writeCatalog(40), newOut(), '--retries', '0');
  expect(run.status).toBe(2);
  expect(run.err).toMatch(
    /error: 20 items in a row have no text, the last: summarizer: status 500/,
  );
  expect(standIn.requests.length).toBeLessThanOrEqual(23);
});

testWithPackages('nobody at the address: said at once', async () => {
  standIn = await startStandIn(() => '');
  await standIn.close();
  const run = await sid(writeCatalog(3), newOut());
  expect(run.status).toBe(2);
  expect(run.err).toMatch(/cannot be reached \(ECONNREFUSED\); check --endpoint/);
});

test('--dry-run says what it will take, asks nothing and writes nothing', async () => {
  standIn = await startStandIn(() => '');
  const items = writeCatalog(4);
  const out = newOut();
  const run = await sid(items, out, '--dry-run', '--prices', '1,2', '--json');
  expect(run.status, run.err).toBe(0);
  expect(JSON.parse(run.out)).toMatchObject({
    items: 4,
    least: { calls: 8 },
    most: { calls: 44, cost: expect.any(Number) as number },
  });
  const text = await sid(items, out, '--dry-run', '--text-only', '--requests-per-minute', '2');
  expect(text.out).toMatch(/^what the catalog says of 4 items goes to m at http.*: 8 to 44 calls,/);
  expect(text.out.replaceAll(/\s+/g, ' ')).toContain(' out, at least 4 min to 22 min; answers');
  expect(standIn.requests).toEqual([]);
  expect(existsSync(out) || existsSync(`${out}.partial`)).toBe(false);
});

testWithPackages('--text-only sends no pictures and looks for none', async () => {
  const items = join(root, 'text-only.csv');
  writeFileSync(items, 'id,title,picture\n1,red mug,missing.png\n2,,missing.png\n');
  standIn = await startStandIn((request) => scriptedAnswer(request));
  const out = newOut();
  await sid(items, out, '--text-only');
  expect(standIn.requests.every(({ picture }) => picture === null)).toBe(true);
  expect(problemsIn(out)).toEqual([{ item_id: 2, row: 2, problem: 'no text', kept: false }]);
});

test.each([
  [['--endpoint', 'localhost:8000'], /--endpoint is no http or https URL; give a base URL like/],
  [['--prices', '2'], /--prices.*give two prices/],
  [['--prompts', 'nowhere'], /summarizer\.txt does not exist; a folder of prompts holds/],
])(
  'what is wrong with a command line is said before anything is asked: %j',
  async (words, message) => {
    standIn = await startStandIn(() => '');
    const run = await sid(writeCatalog(1), newOut(), ...words);
    expect(run.status).toBe(2);
    expect(run.err).toMatch(message);
    expect(standIn.requests).toEqual([]);
  },
);

/** The built program as a process of its own. */
function start(items: string, out: string): { child: ChildProcess; ended: Promise<string> } {
  const words = ['describe', '--items', items, '--endpoint', standIn.url, '--model', 'm'];
  const child = spawn(process.execPath, ['dist/bin/sid.js', ...words, '--out', out, '--resume'], {
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
    standIn = await startStandIn((request) => scriptedAnswer(request));
    const unbroken = newOut();
    await sid(items, unbroken);
    const numQuestions = standIn.requests.length;
    await standIn.close();
    let child: ChildProcess | undefined;
    standIn = await startStandIn(async (request, index) => {
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
    expect(outputsOf(out)).toEqual(outputsOf(unbroken));
    // Those under way at the kill, four at most, were lost.
    expect(standIn.requests.length).toBeLessThanOrEqual(numQuestions + 4);
  },
);

testWithPackages('--force makes it anew of the answers that there are', async () => {
  const items = writeCatalog(3);
  standIn = await startStandIn((request) => scriptedAnswer(request));
  const out = newOut();
  await sid(items, out);
  const asked = standIn.requests.length;
  expect((await sid(items, out)).err).toContain('already holds a run');
  expect((await sid(items, out, '--force', '--rounds', '2')).status).toBe(0);
  expect(standIn.requests).toHaveLength(asked);
});
