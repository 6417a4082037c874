import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { RECORD_SCHEMAS } from '../../bin/docs/record-schemas.ts';
import { readItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { streamItemBoxes } from '../../src/artifacts/item-boxes.ts';
import { embedRecord } from '../../src/records/embed-record.ts';
import { readRecord } from '../../src/records/run-record.ts';
import { runCli } from '../support/run-cli.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';
import { startStandIn } from '../support/stand-in-endpoint.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-picture-line-'));
/** Of the catalog that ships. */
const items = join('data', 'groceries', 'items.csv');
const NUM_ITEMS = 20;

/** A record is as the JSON Schema of its command says, by a validator that knows nothing of ours. */
function expectOfSchema(path: string): void {
  const record = JSON.parse(readFileSync(path, 'utf8')) as { command: string };
  const schema = RECORD_SCHEMAS.find(({ of }) => of === record.command)?.path ?? '';
  const validator = new Ajv({ allErrors: true });
  const isValid = validator.validate(JSON.parse(readFileSync(schema, 'utf8')) as object, record);
  expect(isValid, `${path}: ${validator.errorsText()}`).toBe(true);
}

/** A command that must work. @returns what it prints */
async function sid(...words: string[]): Promise<string> {
  const run = await runCli(...words);
  expect(run.status, `${words.join(' ')}\n${run.err}`).toBe(0);
  return run.out;
}

testOnModels(
  ['tiny-clip', 'tiny-grounding-dino'],
  'pictures, words and an endpoint become semantic IDs and a page to look at',
  async () => {
    // It judges every text to be good at once, and names the type that it was told.
    const standIn = await startStandIn(({ prompt }) =>
      /<STOP>/.test(prompt) ? '<STOP>' : `A fresh ${/type: (.*)/.exec(prompt)?.[1] ?? 'thing'}.`,
    );
    const out = join(root, 'embedded');
    const models = ['--encoder', 'clip', '--clip', sharedModel('tiny-clip')];
    const steps = ['--detector', sharedModel('tiny-grounding-dino'), '--endpoint', standIn.url];
    const words = ['embed', '--items', items, ...models, ...steps, '--model', 'm', '--out', out];
    try {
      await sid(...words);
      const numRequests = standIn.requests.length;
      expect(numRequests).toBe(2 * NUM_ITEMS);
      expect(standIn.requests[0].picture).toContain('data:image/jpeg;base64,');
      // All of it is there: nothing is grounded, asked or encoded again.
      await sid(...words, '--resume');
      expect(standIn.requests).toHaveLength(numRequests);
    } finally {
      await standIn.close();
    }
    const { itemIds, embeddings_ND, width } = await readItemEmbeddings(
      join(out, 'embeddings.arrow'),
    );
    expect(itemIds).toHaveLength(NUM_ITEMS);
    expect(itemIds[1]).toBe('granny-smith');
    expect(width).toBe(32);
    expect(Math.hypot(...embeddings_ND.subarray(0, width))).toBeCloseTo(1, 5);
    const { config, inputs } = readRecord(embedRecord, out);
    expect(config).toMatchObject({ boxes: [`${out}-boxes`], texts: [`${out}-texts`] });
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(['boxes 1', 'texts 1']));
    const prompts: string[] = [];
    for await (const { boxes } of streamItemBoxes(join(`${out}-boxes`, 'boxes.arrow'))) {
      prompts.push(...boxes.map(({ prompt }) => prompt));
    }
    expect(prompts).toHaveLength(NUM_ITEMS);
    expect(prompts[1]).toBe('Apple');

    const found = join(root, 'found');
    await sid('retrieve', '--embeddings', out, '--k', '1,3', '--out', found);
    expect(readFileSync(join(found, 'page.html'), 'utf8')).toContain('Granny Smith');

    const rqvae = join(root, 'rqvae');
    const sizes = ['--levels', '2', '--codebook-size', '4', '--epochs', '2'];
    await sid(
      ...['train-rqvae', '--embeddings', join(out, 'embeddings.arrow'), ...sizes],
      ...['--out', rqvae],
    );
    const sids = join(root, 'sids');
    await sid(
      'assign',
      '--rqvae',
      rqvae,
      '--embeddings',
      join(out, 'embeddings.arrow'),
      '--out',
      sids,
    );
    const page = join(root, 'page');
    await sid('decode', '--sids', join(sids, 'sids.arrow'), '--items', items, '--out', page);
    for (const folder of [`${out}-boxes`, `${out}-texts`, out, found, rqvae, sids, page]) {
      expectOfSchema(join(folder, 'run.json'));
    }
    const html = readFileSync(join(page, 'page.html'), 'utf8');
    expect(html).toContain('Granny Smith');
    // One and the same picture may stand at a code and at a prefix of two.
    expect(new Set(html.match(/data:image\/jpeg;base64,[^"]+/g)).size).toBe(NUM_ITEMS);
  },
);
