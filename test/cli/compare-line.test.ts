import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { resultsSchema } from '../../src/records/compare-record.ts';
import { parseJson } from '../../src/schema/parse-json.ts';
import { sharedModel, sharedPath, testOnModels } from '../support/shared-data.ts';
import { startStandIn } from '../support/stand-in-endpoint.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const root = mkdtempSync(join(tmpdir(), 'sid-compare-line-'));
const prepared = join(root, 'out', 'prepared');
const config = join(root, 'line.json');

/** Eight groceries with a picture each, in a CSV. */
function writeCatalog(): string {
  const classes = readFileSync(sharedPath('grocery', 'classes.csv'), 'utf8').trim().split('\n');
  const rows = classes.slice(1, 9).map((line, i) => {
    const [name, id, type, , picture] = line.split(',');
    return `${id},${resolve(sharedPath('grocery'), picture.slice(1))},${name.replaceAll('-', ' ')},${type},k${i % 2}`;
  });
  const path = join(root, 'groceries.csv');
  writeFileSync(path, `id,picture,title,type,kind\n${rows.join('\n')}\n`);
  return path;
}

async function compare(...more: string[]) {
  const words = ['compare', '--config', config, '--out', join(root, 'out'), '--json', ...more];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [SCRIPT, ...words]);
  return { results: parseJson(resultsSchema, JSON.parse(stdout), ''), said: stderr };
}

testOnModels(
  ['tiny-clip', 'tiny-grounding-dino'],
  'pictures, words and an endpoint become crops, texts, embeddings, semantic IDs, a page and the table, by one config',
  async () => {
    if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
    const standIn = await startStandIn(({ prompt }) =>
      /<STOP>/.test(prompt) ? '<STOP>' : `A fresh ${/type: (.*)/.exec(prompt)?.[1] ?? 'thing'}.`,
    );
    const clip = { encoder: 'clip', clip: resolve(sharedModel('tiny-clip')) };
    const steps = {
      detector: resolve(sharedModel('tiny-grounding-dino')),
      ...{ endpoint: standIn.url, model: 'm' },
    };
    const world = { items: 8, users: 20, days: 2, impressionsPerDay: 300, halfLifeDays: 'none' };
    const line = {
      simulate: { ...world, catalog: [writeCatalog()], treeColumns: 'type,kind', seed: 1 },
      embeddings: { whole: { ...clip, ...steps }, raw: { ...clip, encoder: 'clip-picture' } },
      rqvae: { levels: 2, codebookSize: 2, epochs: 1 },
      strategies: ['random', 'prefix'],
      seeds: [1],
      ranker: { days: '1-1', history: 'bypass', historyLength: 2, modelWidth: 8, batchSize: 64 },
    };
    writeFileSync(config, JSON.stringify(line));
    try {
      const { results, said } = await compare();
      expect(results.strategies.map(({ strategy }) => strategy)).toEqual([
        ...['random', 'prefix, whole', 'prefix, raw'],
      ]);
      const made = readdirSync(prepared);
      const ofEmbeddings = made.filter((name) => name.startsWith('embeddings-')).sort();
      // Vectors twice; boxes, texts and kept answers of the one that wants them.
      expect(ofEmbeddings.map((name) => name.replace(/-[0-9a-f]{6,}/, '')).sort()).toEqual([
        ...[
          'embeddings',
          'embeddings',
          'embeddings-boxes',
          'embeddings-texts',
          'embeddings-texts.answers',
        ],
      ]);
      const page = /hold: (.*page\.html)/.exec(said)?.[1] ?? '';
      const html = readFileSync(page, 'utf8');
      expect(html).toContain('Granny Smith');
      expect(new Set(html.match(/data:image\/jpeg;base64,[^"]+/g)).size).toBe(8);

      // Gone on with: what is there is not made again, what is lost is.
      const numRequests = standIn.requests.length;
      expect(numRequests).toBe(16);
      const sids = made.find((name) => name.startsWith('sids-')) ?? '';
      rmSync(join(prepared, sids), { recursive: true });
      const again = await compare();
      expect(again.results.trials).toEqual({ reused: 3, trained: 0 });
      expect(existsSync(join(prepared, sids))).toBe(true);
      expect(standIn.requests).toHaveLength(numRequests);
      expect(again.said).not.toContain('$ sid embed');
      expect((await compare('--collect')).results.strategies).toHaveLength(3);
    } finally {
      await standIn.close();
    }
  },
);
