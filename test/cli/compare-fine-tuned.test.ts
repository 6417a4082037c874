import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { readItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { resultsSchema } from '../../src/records/compare-record.ts';
import { parseJson } from '../../src/schema/parse-json.ts';
import { noisyPng } from '../pairs/made-up-pairs.ts';
import { runCli } from '../support/run-cli.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';
import { startStandIn } from '../support/stand-in-endpoint.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const root = mkdtempSync(join(tmpdir(), 'sid-compare-fine-tuned-'));
const prepared = join(root, 'out', 'prepared');
const config = join(root, 'line.json');
const items = join(root, 'items.csv');
const NUM_ITEMS = 8;

// A dozen processes: ten seconds where nothing else runs.
vi.setConfig({ testTimeout: 180_000 });

async function writeCatalog(): Promise<void> {
  const rows = ['id,picture,title,type,kind'];
  for (let item = 0; item < NUM_ITEMS; item++) {
    writeFileSync(join(root, `${item}.png`), await noisyPng(32, 32, item));
    const letter = String.fromCharCode(97 + item);
    rows.push(`${item},${join(root, `${item}.png`)},mug ${letter},mug,k${item % 2}`);
  }
  writeFileSync(items, `${rows.join('\n')}\n`);
}

/** By the program that is built. @returns the table, and the steps that were done for it */
async function compare() {
  const words = ['compare', '--config', config, '--out', join(root, 'out'), '--json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [SCRIPT, ...words]);
  const steps = [...stderr.matchAll(/^\$ sid (\S+)/gm)].map(([, step]) => step);
  return { results: parseJson(resultsSchema, JSON.parse(stdout), ''), steps };
}

async function byHand(...words: string[]): Promise<void> {
  const { status, err } = await runCli(...words);
  expect(status, err).toBe(0);
}

/** The folders of a kind. */
function made(kind: string): string[] {
  const isOfKind = (name: string): boolean => name.replace(/-[0-9a-f]{10}$/, '') === kind;
  return readdirSync(prepared)
    .filter(isOfKind)
    .map((name) => join(prepared, name));
}

const vectorsIn = (folder: string): string =>
  readFileSync(join(folder, 'embeddings.arrow')).toString('base64');

testOnModels(
  ['tiny-clip', 'tiny-grounding-dino'],
  'a CLIP is trained within a comparison, on the crops and texts that all rows share, and heads on its vectors',
  async () => {
    if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
    await writeCatalog();
    const standIn = await startStandIn(({ prompt }) =>
      /<STOP>/.test(prompt) ? '<STOP>' : `${/title: (.*)/.exec(prompt)?.[1] ?? 'thing'}, fresh`,
    );
    const model = resolve(sharedModel('tiny-clip'));
    const asTheyCome = {
      ...{ encoder: 'clip', clip: model, detector: resolve(sharedModel('tiny-grounding-dino')) },
      ...{ endpoint: standIn.url, model: 'm' },
    };
    // Nothing held out: the best epoch is the last, not the start.
    const training = { epochs: 2, batchSize: 4, learningRate: 0.001, heldOutShare: 0 };
    const heads = { train: 'heads', pictureFeatures: 'fine-tuned', textFeatures: 'as they come' };
    const world = { items: NUM_ITEMS, users: 20, days: 2, impressionsPerDay: 300 };
    const line = {
      simulate: {
        ...{ ...world, halfLifeDays: 'none', catalog: [items], treeColumns: 'type,kind', seed: 1 },
      },
      embeddings: {
        'as they come': asTheyCome,
        'fine-tuned': { ...asTheyCome, trainClip: training },
        heads: { trainClip: { ...heads, ...training, headWidth: 8 } },
      },
      rqvae: { levels: 2, codebookSize: 2, epochs: 1 },
      strategies: [{ embed: 'prefix', embeddings: ['fine-tuned', 'heads'] }],
      seeds: [1],
      ranker: { days: '1-1', history: 'bypass', historyLength: 2, modelWidth: 8, batchSize: 64 },
    };
    writeFileSync(config, JSON.stringify(line));
    try {
      const { results } = await compare();
      expect(results.strategies.map(({ strategy }) => strategy)).toEqual([
        ...['prefix, fine-tuned', 'prefix, heads'],
      ]);
      const [[boxes], [texts]] = ['boxes', 'texts'].map(made);
      expect(['boxes', 'texts', 'clip'].map((kind) => made(kind).length)).toEqual([1, 1, 1]);
      const [ofHeads] = made('heads').map((folder) => join(folder, 'embeddings.arrow'));
      expect(await readItemEmbeddings(ofHeads)).toMatchObject({ width: 8, itemIds: { length: 8 } });
      // A text and a verdict for each item, once for both rows.
      expect(standIn.requests).toHaveLength(2 * NUM_ITEMS);

      // By hand the same bytes come out.
      const hand = join(root, 'by-hand');
      const sources = ['--items', items, '--boxes', boxes, '--texts', texts];
      const epochs = ['--epochs', '2', '--batch-size', '4', '--learning-rate', '0.001'];
      epochs.push('--held-out-share', '0');
      await byHand(
        ...['train-clip', ...sources, '--clip', model, ...epochs, '--out', join(hand, 'clip')],
      );
      await byHand(
        ...['embed', ...sources, '--encoder', 'clip', '--clip', join(hand, 'clip')],
        ...['--out', join(hand, 'embeddings')],
      );
      const rows = made('embeddings');
      expect(rows).toHaveLength(2);
      const vectors = vectorsIn(join(hand, 'embeddings'));
      const [trained, plain] = vectorsIn(rows[0]) === vectors ? rows : rows.toReversed();
      expect(vectorsIn(trained)).toBe(vectors);
      expect(vectorsIn(plain)).not.toBe(vectors);

      // What is lost is made from what is there, and nothing else is made again.
      rmSync(trained, { recursive: true });
      const again = await compare();
      expect(again.steps).toEqual(['embed']);
      expect(again.results.trials).toEqual({ reused: 2, trained: 0 });
      expect(again.results.strategies).toEqual(results.strategies);
    } finally {
      await standIn.close();
    }
  },
);
