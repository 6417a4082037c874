import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { embedRecord } from '../../../src/records/embed-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { Rng } from '../../../src/util/rng.ts';
import { changeModel } from '../../support/change-model.ts';
import { draw } from '../../support/draw-picture.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-embed-clip-'));
const clip = sharedModel('tiny-clip');
/** The same model as ONNX. */
const ONNX = 'tiny-clip/onnx';

/** Four items: with both, with a text alone, with a picture alone, with neither. */
async function createCatalog(): Promise<string> {
  for (const seed of [1, 2]) {
    const rng = Rng.fromSeed(seed);
    const pixels = Uint8Array.from({ length: 50 * 40 * 3 }, () => rng.int(256));
    writeFileSync(join(root, `${seed}.png`), await draw(pixels, 50, 40).png().toBuffer());
  }
  const path = join(root, 'catalog.csv');
  writeFileSync(path, `id,title,picture\n1,red mug,1.png\n2,blue mug,\n3,,2.png\n4,,missing.png\n`);
  return path;
}

async function embedWith(catalog: string, encoder: string, ...models: string[]) {
  const out = mkdtempSync(join(root, 'out-'));
  const words = ['embed', '--items', catalog, '--encoder', encoder, ...models, '--out', out];
  const run = await runCli(...words, '--force');
  expect(run.status, run.err).toBe(0);
  const { itemIds, embeddings_ND, width } = await readItemEmbeddings(join(out, 'embeddings.arrow'));
  const rows = new Map(
    [...itemIds].map((id, i) => [Number(id), embeddings_ND.slice(i * width, (i + 1) * width)]),
  );
  return { out, rows, bytes: readFileSync(join(out, 'embeddings.arrow')) };
}

testOnModels(['tiny-clip'], 'CLIP: the mean of both, or what there is', async () => {
  const catalog = await createCatalog();
  const both = await embedWith(catalog, 'clip', '--clip', clip);
  const text = await embedWith(catalog, 'clip-text', '--clip', clip);
  const picture = await embedWith(catalog, 'clip-picture', '--clip', clip);
  expect([...both.rows.keys()]).toEqual([1, 2, 3]);
  expect([...text.rows.keys()]).toEqual([1, 2]);
  expect([...picture.rows.keys()]).toEqual([1, 3]);
  const sum = text.rows.get(1)?.map((value, i) => value + (picture.rows.get(1)?.[i] ?? NaN)) ?? [];
  const length = Math.hypot(...sum);
  expect(length).toBeGreaterThan(0.1);
  both.rows.get(1)?.forEach((value, i) => expect(value).toBeCloseTo(sum[i] / length, 5));
  both.rows
    .get(2)
    ?.forEach((value, i) => expect(value).toBeCloseTo(text.rows.get(2)?.[i] ?? NaN, 5));
  both.rows
    .get(3)
    ?.forEach((value, i) => expect(value).toBeCloseTo(picture.rows.get(3)?.[i] ?? NaN, 5));
  const problems = JSON.parse(readFileSync(join(both.out, 'problems.json'), 'utf8')) as object[];
  expect(problems).toMatchObject([
    { item_id: 2, problem: 'no picture', kept: true },
    { item_id: 3, problem: 'no text', kept: true },
    { item_id: 4, kept: false },
  ]);
  const { config, inputs } = readRecord(embedRecord, both.out);
  expect(config).toMatchObject({ encoder: 'clip', clip });
  expect(Object.keys(inputs)).toEqual([
    ...['items', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'],
    'preprocessor_config.json',
  ]);
  // Finished, however its model's path is written and whatever would get its pictures.
  const again = ['embed', '--items', catalog, '--encoder', 'clip', '--clip', `./${clip}`];
  const finished = await runCli(
    ...[...again, '--download-seconds', '7', '--out', both.out, '--resume'],
  );
  expect(finished.status, finished.err).toBe(0);
  expect(finished.err).toContain('finished: nothing to do');
  // The same bytes again.
  expect((await embedWith(catalog, 'clip', '--clip', clip)).bytes.equals(both.bytes)).toBe(true);
});

testOnModels(['tiny-clip', ONNX], 'nearly the same numbers by ONNX', async () => {
  const catalog = await createCatalog();
  const { rows } = await embedWith(catalog, 'clip', '--clip', clip);
  const dual = await embedWith(catalog, 'dual', '--dual', dirname(sharedModel(ONNX)));
  expect([...dual.rows.keys()]).toEqual([...rows.keys()]);
  for (const [id, row] of dual.rows) {
    row.forEach((value, i) => expect(value).toBeCloseTo(rows.get(id)?.[i] ?? NaN, 5));
  }
});

testOnModels(['tiny-clip'], 'a step that the encoder does not look at is not done', async () => {
  const catalog = await createCatalog();
  // Neither could be used.
  const steps = {
    'clip-text': ['--detector', join(root, 'nowhere')],
    'clip-picture': ['--endpoint', 'http://127.0.0.1:1/v1', '--model', 'm'],
  };
  for (const [encoder, step] of Object.entries(steps)) {
    const out = join(root, `without-${encoder}`);
    const words = ['embed', '--items', catalog, '--encoder', encoder, '--clip', clip, ...step];
    const run = await runCli(...words, '--out', out);
    expect(run.status, run.err).toBe(0);
    expect(run.err).toContain(`warning: ${step[0]} has no effect with --encoder ${encoder}`);
    expect(run.err).not.toContain('$ ');
    expect(['boxes', 'texts'].filter((made) => existsSync(`${out}-${made}`))).toEqual([]);
    expect(readRecord(embedRecord, out).config).toMatchObject({ boxes: null, texts: null });
  }
});

testOnModels(['tiny-clip'], 'a folder that is no CLIP is refused in one line', async () => {
  const catalog = await createCatalog();
  const other = changeModel(clip, 'config.json', () => ({ model_type: 'siglip' }));
  const out = join(root, 'none');
  for (const [folder, text] of [
    [other, 'config.json is of "siglip"'],
    [join(root, 'nowhere'), 'nowhere does not exist; check the name'],
  ]) {
    const words = ['embed', '--items', catalog, '--encoder', 'clip', '--clip', folder];
    const run = await runCli(...words, '--out', out);
    expect(run.status).toBe(2);
    expect(run.err).toContain(text);
    expect(run.err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  }
});

test('CLIP needs its folder', async () => {
  const run = await runCli(
    'embed',
    '--items',
    'x.csv',
    '--encoder',
    'clip',
    '--out',
    join(root, 'n'),
  );
  expect(run.status).toBe(2);
  expect(run.err).toContain('--clip');
});
