import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { streamItemTexts } from '../../../src/artifacts/item-texts.ts';
import { loadPackage } from '../../../src/packages/load-package.ts';
import { describeRecord } from '../../../src/records/describe-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import {
  describeCli,
  inRoot,
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
 * What `sid describe` asks and writes.
 */
const { listen, sid } = describeCli();
let standIn: StandIn;

async function textsIn(out: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const batch of streamItemTexts(join(out, 'texts.arrow'))) {
    batch.itemIds.forEach((id, i) => (texts[id] = batch.texts[i].text));
  }
  return texts;
}

testWithPackages('a catalog to texts, worked by hand', async () => {
  const sharp =
    loadPackage<(options: object) => { png(): { toBuffer(): Promise<Uint8Array> } }>('sharp');
  const create = { width: 900, height: 300, channels: 3, background: '#c03020' };
  writeFileSync(inRoot('mug.png'), await sharp({ create }).png().toBuffer());
  const items = inRoot('mugs.csv');
  writeFileSync(
    items,
    'id,type,title,description,picture\n' +
      'a,Mugs,mug,Holds tea.,mug.png\nb,,red cup,,missing.png\nc,,,,mug.png\nd,,,,\n',
  );
  standIn = await listen((request) => scriptedAnswer(request));
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
      standIn = await listen(async (request, index) => {
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

test('--dry-run says what it will take, asks nothing and writes nothing', async () => {
  standIn = await listen(() => '');
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
  const items = inRoot('text-only.csv');
  writeFileSync(items, 'id,title,picture\n1,red mug,missing.png\n2,,missing.png\n');
  standIn = await listen((request) => scriptedAnswer(request));
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
    standIn = await listen(() => '');
    const run = await sid(writeCatalog(1), newOut(), ...words);
    expect(run.status).toBe(2);
    expect(run.err).toMatch(message);
    expect(standIn.requests).toEqual([]);
  },
);
