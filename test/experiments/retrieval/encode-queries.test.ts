import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runRetrieval } from '../../../src/experiments/retrieval/run-retrieval.ts';
import { RETRIEVE_SETTINGS } from '../../../src/retrieval/retrieve-settings.ts';
import { completeSettings } from '../../../src/schema/settings.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-encode-queries-'));
const NUM_QUERIES = 300;

const catalog = join(root, 'catalog.csv');
writeFileSync(catalog, 'id,title\n1,red mug\n2,garden hose\n3,wool scarf\n');
const searches = join(root, 'searches.csv');
const rows = Array.from({ length: NUM_QUERIES }, (_, i) => `mug number ${i},${1 + (i % 3)}`);
writeFileSync(searches, `query,item_id\n${rows.join('\n')}\n`);

function job(folder: string, embeddings: readonly string[], part: object = {}) {
  const given = { embeddings, queries: [searches], k: [1], exact: true, show: 0, ...part };
  return {
    settings: completeSettings(RETRIEVE_SETTINGS, given, 'test'),
    folder: join(root, folder),
    ...{ onProgress: ignoreProgress, shouldStop: neverStop, now: () => 0 },
    ...{ say: () => undefined, warn: () => undefined },
  };
}

const kept = (folder: string, name: string): Buffer =>
  readFileSync(join(root, folder, 'queries', name, 'embeddings.arrow'));

testOnModels(
  ['tiny-clip'],
  'searches are encoded once for each encoder, go on where they were stopped, and only with the same weights',
  async () => {
    const model = join(root, 'tiny-clip');
    cpSync(sharedModel('tiny-clip'), model, { recursive: true });
    const a = join(root, 'a');
    const embed = ['embed', '--items', catalog, '--encoder', 'clip-text', '--clip', model];
    expect(await runCli(...embed, '--out', a)).toMatchObject({ status: 0 });
    cpSync(a, join(root, 'b'), { recursive: true });

    const { inputs, metrics } = await runRetrieval(job('whole', [a, join(root, 'b')]));
    expect(metrics).toMatchObject({ queries: NUM_QUERIES, wanted_items: 3 });
    expect(metrics.embeddings[1].more_than_first?.mrr).toMatchObject({ difference: 0, p: 1 });
    expect(Object.keys(inputs)).toContain('queries');
    expect(() => kept('whole', 'b')).toThrow();

    let asked = 0;
    // After the first of two parts.
    const stopping = { ...job('stopped', [a]), shouldStop: () => ++asked >= 1 };
    await expect(runRetrieval(stopping)).rejects.toThrow(/‹resume›/);
    expect(() => kept('stopped', 'a')).toThrow();
    await runRetrieval(job('stopped', [a]));
    expect(kept('stopped', 'a').equals(kept('whole', 'a'))).toBe(true);
    await expect(runRetrieval(job('stopped', [a], { seed: 2 }))).rejects.toThrow(
      'begun with seed 1',
    );

    const weights = join(model, 'model.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(weights, bytes);
    await expect(runRetrieval(job('other', [a]))).rejects.toThrow(
      'has other weights than the items',
    );
  },
);
