import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import { readJson } from '../../../src/artifacts/json-file.ts';
import { exportRecord } from '../../../src/records/export-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { testWithPython, runPython } from '../../support/python.ts';
import { runCli } from '../../support/run-cli.ts';
import { CATEGORY_LOG, writeCategoryCorpus } from '../../support/category-corpus.ts';
import { trainTiny } from '../../support/tiny-trained.ts';
import { predictPlainly } from './plain-ranker.ts';
import type { PlainConfig, PlainTensor } from './plain-ranker.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-export-ranker-'));
const at = (...names: string[]): string => join(folder, ...names);

interface Golden {
  readonly config: PlainConfig;
  readonly state: Readonly<Record<string, PlainTensor>>;
  readonly batch: Readonly<Record<string, PlainTensor>>;
  readonly probability: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/interchange/ranker.json', import.meta.url), 'utf8'),
) as Record<'bypass' | 'transformer' | 'pma', Golden>;

const toMap = (tensors: Golden['state']): Map<string, PlainTensor> =>
  new Map(Object.entries(tensors));

beforeAll(async () => {
  await trainTiny(at('prefix'), 'prefix', '--history', 'transformer', '--keep-days', '2,3');
  const corpus = await writeCategoryCorpus(at('shop'));
  for (const [name, ...flags] of [
    ['bypass', '--embed', 'individual', '--top-hidden', 'none'],
    ['pma', '--embed', 'multi-hash', '--table-optimizer', 'row-wise-adagrad'],
  ]) {
    const { status, err } = await runCli(
      ...['train-ranker', '--corpus', corpus, '--days', '1-2', '--history', name, ...flags],
      ...['--model-width', '8', '--history-length', '6', '--category-rows', '50'],
      ...['--dense-hidden', '8', '--out', at(name, 'run')],
    );
    expect(status, err).toBe(0);
  }
  for (const name of ['prefix', 'bypass', 'pma']) {
    const words = [
      'export',
      '--run',
      at(name, 'run'),
      '--examples',
      '64',
      '--out',
      at(name, 'out'),
    ];
    const { status, err } = await runCli(...words);
    expect(status, err).toBe(0);
  }
}, 60_000);

test.each(Object.entries(golden))(
  'PyTorch’s module of the export gives what its formulas say, history %s',
  (_, { config, state, batch, probability }) => {
    const plain = predictPlainly(config, toMap(state), toMap(batch));
    plain.forEach((p, b) => expect(p).toBeCloseTo(probability[b], 10));
  },
);

test.each(['prefix', 'bypass', 'pma'])(
  'the exported files alone give what the ranker predicts: %s',
  (name) => {
    const { config, state, examples } = readExport(at(name, 'out'));
    const { probability, label, ...batch } = Object.fromEntries(examples);
    expect(label.shape).toEqual([64]);
    const plain = predictPlainly(config, state, toMap(batch));
    const differences = plain.map((p, b) => Math.abs(p - probability.values[b]));
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    // Clicks, and impressions that differ: nothing here is constant.
    expect(
      [...(examples.get('history')?.values ?? [])].filter((item) => item >= 0).length,
    ).toBeGreaterThan(100);
    expect(new Set(plain.map((p) => p.toFixed(5))).size).toBeGreaterThan(32);
    // The names are the module's own, so that its load_state_dict is strict.
    const module = golden[config.history as keyof typeof golden];
    const parts = (names: Iterable<string>): string[] =>
      [...new Set([...names].map((each) => each.replace(/\.\d+\./, '.i.')))].sort();
    const known = parts([
      ...Object.keys(module.state),
      ...(name === 'bypass' ? ['categories.0.weight'] : []),
    ]);
    expect(parts(state.keys())).toEqual(
      name === 'prefix' ? known.filter((each) => !each.startsWith('categories')) : known,
    );
  },
);

test('the kept day, sizes and files are recorded', async () => {
  const { metrics } = readRecord(exportRecord, at('prefix', 'out'));
  expect(metrics).toMatchObject({
    what: 'ranker',
    day: 3,
    items: 40,
    tokens_per_item: 3,
    examples: 64,
  });
  expect(readdirSync(at('prefix', 'out')).sort()).toEqual(
    ['README.md', 'config.json', 'examples.safetensors', 'item_ids.json'].concat(
      'model.py',
      'model.safetensors',
      'run.json',
    ),
  );
  expect((readJson(at('bypass', 'out', 'item_ids.json')) as number[]).length).toBe(
    CATEGORY_LOG.numItems,
  );
  expect(readFileSync(at('pma', 'out', 'README.md'), 'utf8')).not.toContain('{{');
  const words = ['export', '--run', at('prefix', 'run'), '--day', '2', '--out', at('day-2')];
  expect((await runCli(...words)).status).toBe(0);
  const tableOf = (path: string): unknown =>
    readCheckpoint(path).tensors.get('table.weight')?.values;
  const kept = readCheckpoint(at('prefix', 'run', 'models', 'day-002', 'table.safetensors'));
  expect(tableOf(at('day-2', 'model.safetensors'))).toEqual(
    kept.tensors.get('table.weights')?.values,
  );
});

test('what cannot be exported is said in one line, and nothing is left', async () => {
  const failing = async (...words: string[]): Promise<string> => {
    const { status, err } = await runCli('export', ...words, '--out', at('never'));
    expect(status, err).toBe(2);
    expect(existsSync(at('never'))).toBe(false);
    return err;
  };
  const run = at('prefix', 'run');
  expect(await failing('--run', at('nowhere'))).toContain('holds no finished run');
  expect(await failing('--run', at('prefix', 'out'))).toContain(
    'give the output folder of a sid train-ranker',
  );
  expect(await failing('--run', run, '--day', '1')).toContain(
    'kept no model after day 1 (it has: 2, 3)',
  );
  expect(await failing('--run', run, '--format', 'parquet')).toContain(
    'ranker can be had as safetensors',
  );
  expect(await failing('--run', run, '--sids', at('prefix'))).toContain('one thing at a time');
  rmSync(at('prefix', 'run', 'models'), { recursive: true });
  expect(await failing('--run', run)).toContain('kept no model after day 3');
});

testWithPython(
  'PyTorch loads each export and agrees to 1e-5; the five lines of its README run',
  () => {
    const names = ['prefix', 'bypass', 'pma'];
    // One process for all: PyTorch takes seconds to load.
    const { status, out } = runPython(['-c', RUN_EXPORTS, ...names.map((name) => at(name, 'out'))]);
    expect(status, out).toBe(0);
    const agreed = /^64 impressions, largest difference of a probability: \d/gm;
    expect(out.match(agreed)).toHaveLength(names.length);
    expect(out.match(/^tensor\(\[/gm)).toHaveLength(names.length);
  },
);

const RUN_EXPORTS = `
import os, re, runpy, sys
for folder in sys.argv[1:]:
    os.chdir(folder)
    try:
        runpy.run_path("model.py", run_name="__main__")
    except SystemExit as end:
        assert not end.code, folder
    exec(re.search("\`\`\`python\\n(.*?)\`\`\`", open("README.md").read(), re.S)[1])
`;

function readExport(path: string) {
  return {
    config: readJson(join(path, 'config.json')) as PlainConfig,
    state: readCheckpoint(join(path, 'model.safetensors')).tensors,
    examples: readCheckpoint(join(path, 'examples.safetensors')).tensors,
  };
}
