import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { streamItemBoxes } from '../../src/artifacts/item-boxes.ts';
import { resultsSchema } from '../../src/records/compare-record.ts';
import { parseJson } from '../../src/schema/parse-json.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';
import { startStandIn } from '../support/stand-in-endpoint.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const CONFIG = resolve('configs', 'groceries.json');
const NUM_ITEMS = 20;
const root = mkdtempSync(join(tmpdir(), 'sid-compare-line-'));
const prepared = join(root, 'out', 'prepared');

/** Models in the place of the user's, and sizes that take seconds. */
function setsFor(endpoint: string): string[] {
  const clip = resolve(sharedModel('tiny-clip'));
  return [
    ...[`embeddings.described.clip=${clip}`, `embeddings.photo.clip=${clip}`],
    `embeddings.described.detector=${resolve(sharedModel('tiny-grounding-dino'))}`,
    ...[`embeddings.described.endpoint=${endpoint}`, 'embeddings.described.model=m'],
    ...['simulate.users=20', 'simulate.days=2', 'simulate.impressionsPerDay=300'],
    ...['rqvae.epochs=1', 'strategies=["random","prefix"]', 'seeds=[1]'],
    ...['ranker.days=1-1', 'ranker.history=bypass', 'ranker.batchSize=64'],
  ];
}

/** From a folder that is not the project's. */
async function compare(sets: readonly string[], ...more: string[]) {
  const words = ['compare', '--config', CONFIG, '--out', 'out', '--json', ...more];
  words.push(...sets.flatMap((set) => ['--set', set]));
  const run = promisify(execFile)(process.execPath, [SCRIPT, ...words], { cwd: root });
  const { stdout, stderr } = await run;
  return { results: parseJson(resultsSchema, JSON.parse(stdout), ''), said: stderr };
}

testOnModels(
  ['tiny-clip', 'tiny-grounding-dino'],
  'pictures, words and an endpoint become crops, texts, embeddings, semantic IDs, a page and the table, by the config that ships',
  async () => {
    if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
    const standIn = await startStandIn(({ prompt }) =>
      /<STOP>/.test(prompt) ? '<STOP>' : `A fresh ${/type: (.*)/.exec(prompt)?.[1] ?? 'thing'}.`,
    );
    const sets = setsFor(standIn.url);
    try {
      const { results, said } = await compare(sets);
      expect(results.strategies.map(({ strategy }) => strategy)).toEqual([
        ...['random', 'prefix, described', 'prefix, photo'],
      ]);
      const made = readdirSync(prepared);
      const kinds = made.map((name) => name.replace(/-[0-9a-f]{6,}/, '')).sort();
      // Vectors twice; boxes, texts and kept answers of the one that wants them.
      expect(kinds).toEqual([
        ...['answers', 'boxes', 'corpus', 'embeddings', 'embeddings', 'page'],
        ...['rqvae', 'rqvae', 'sids', 'sids', 'texts'],
      ]);
      const grounded = made.find((name) => name.startsWith('boxes-')) ?? '';
      let numBoxes = 0;
      for await (const { boxes } of streamItemBoxes(join(prepared, grounded, 'boxes.arrow'))) {
        numBoxes += boxes.length;
      }
      expect(numBoxes).toBe(NUM_ITEMS);
      const page = /hold: (.*page\.html)/.exec(said)?.[1] ?? '';
      const html = readFileSync(resolve(root, page), 'utf8');
      expect(html).toContain('Granny Smith');
      expect(new Set(html.match(/data:image\/jpeg;base64,[^"]+/g)).size).toBe(NUM_ITEMS);

      // Gone on with: what is there is not made again, what is lost is.
      const numRequests = standIn.requests.length;
      expect(numRequests).toBe(2 * NUM_ITEMS);
      const sids = made.find((name) => name.startsWith('sids-')) ?? '';
      rmSync(join(prepared, sids), { recursive: true });
      const again = await compare(sets);
      expect(again.results.trials).toEqual({ reused: 3, trained: 0 });
      expect(existsSync(join(prepared, sids))).toBe(true);
      expect(standIn.requests).toHaveLength(numRequests);
      expect(again.said).not.toContain('$ sid embed');
      expect((await compare(sets, '--collect')).results.strategies).toHaveLength(3);
    } finally {
      await standIn.close();
    }
  },
);
