import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readJson } from '../../../src/artifacts/json-file.ts';
import { readNpy, writeNpy } from '../../../src/artifacts/npy-file.ts';
import { readSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { importCodebooksRecord } from '../../../src/records/import-codebooks-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { Rng } from '../../../src/util/rng.ts';
import { runPython, testWithPython } from '../../support/python.ts';
import { runCli } from '../../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-codebooks-'));
const at = (...names: string[]): string => join(folder, ...names);
const goldenPath = (name: string): string => join('test', 'golden', 'interchange', name);

const golden = readJson(goldenPath('codebooks.json')) as Record<
  'embeddings' | 'faiss' | 'residual-vq',
  number[][]
>;

const width = 4;
const sizes = [5, 4, 2];
const rng = Rng.fromSeed(5);
const list = {
  sizes,
  width,
  vectors: Float32Array.from({ length: 11 * width }, () => rng.normal()),
};

beforeAll(async () => {
  const itemIds = golden.embeddings.map((_, i) => `item-${i}`);
  const embeddings_ND = Float32Array.from(golden.embeddings.flat());
  await writeItemEmbeddings(at('embeddings.arrow'), { itemIds, embeddings_ND, width });
  await writeNpy(at('own.npy'), { shape: [11, width], values: list.vectors });
  await importing(at('own.npy'), 'own', '--codebook-sizes', '5,4,2', '--normalize', 'unit-norm');
  const words = ['export', '--rqvae', at('own'), '--out', at('own-out')];
  const { status, err } = await runCli(...words);
  expect(status, err).toBe(0);
});

async function importing(file: string, name: string, ...flags: string[]): Promise<string> {
  const words = ['import', 'codebooks', '--codebooks', file, ...flags, '--out', at(name)];
  const { status, err } = await runCli(...words);
  expect(status, err).toBe(0);
  return err;
}

async function codesBy(rqvae: string, ...flags: string[]): Promise<number[][]> {
  const out = `${rqvae}-sids`;
  const words = ['assign', '--rqvae', rqvae, '--embeddings', at('embeddings.arrow')];
  const { status, err } = await runCli(...words, ...flags, '--out', out, '--force');
  expect(status, err).toBe(0);
  const { codes_NL, levels } = await readSemanticIds(join(out, 'sids.arrow'));
  return golden.embeddings.map((_, i) => [...codes_NL.slice(i * levels, (i + 1) * levels)]);
}

/** By distances, from the definition. */
function codesPlainly(x: readonly number[]): number[] {
  const length = Math.hypot(...x);
  let rest = x.map((value) => value / length);
  let start = 0;
  return sizes.map((size) => {
    const rows = Array.from({ length: size }, (_, code) => [
      ...list.vectors.slice((start + code) * width, (start + code + 1) * width),
    ]);
    const distances = rows.map((row) => Math.hypot(...row.map((value, d) => value - rest[d])));
    const code = distances.indexOf(Math.min(...distances));
    rest = rest.map((value, d) => value - rows[code][d]);
    start += size;
    return code;
  });
}

test('codebooks of faiss and of vector-quantize-pytorch give the codes that these libraries give', async () => {
  await importing(goldenPath('faiss.npy'), 'faiss', '--codebook-sizes', '4');
  expect(await codesBy(at('faiss'))).toEqual(golden.faiss);
  await importing(goldenPath('residual-vq.safetensors'), 'residual-vq');
  expect(await codesBy(at('residual-vq'))).toEqual(golden['residual-vq']);
  const { metrics } = readRecord(importCodebooksRecord, at('residual-vq'));
  expect(metrics).toMatchObject({ codebook_sizes: [5, 3], width, notes: [] });
  expect(readdirSync(at('residual-vq')).sort()).toEqual([
    'best.safetensors',
    'last.safetensors',
    'run.json',
  ]);
});

test('codes with imported codebooks are those of the nearest vectors, level by level', async () => {
  expect(await codesBy(at('own'))).toEqual(golden.embeddings.map(codesPlainly));
});

test('exported arrays are the codebooks; faiss’s levels are filled up by vectors far away', () => {
  const { shape, values } = readNpy(at('own-out', 'codebooks.npy'));
  expect(shape).toEqual([8 + 4 + 2, width]);
  const { vectors } = list;
  expect([...values.subarray(0, 20)]).toEqual([...vectors.subarray(0, 20)]);
  expect([...new Set(values.subarray(20, 32))]).toEqual([Math.fround(1e15)]);
  expect([...values.subarray(32)]).toEqual([...vectors.subarray(20)]);
  expect(readJson(at('own-out', 'faiss.json'))).toMatchObject({ d: width, nbits: [3, 2, 1] });
  const { tensors } = readCheckpoint(at('own-out', 'model.safetensors'));
  expect(tensors.get('codebooks')).toEqual({ shape: [11, width], values: vectors });
  expect(readJson(at('own-out', 'config.json'))).toMatchObject({
    ...{ quantizer: 'residual-kmeans', normalize: 'unit-norm', codebook_sizes: sizes },
  });
  const readme = readFileSync(at('own-out', 'README.md'), 'utf8');
  expect(readme).not.toContain('{{');
  expect(readme).toContain('divided by their length; the codebooks hold for normalized embeddings');
});

test('codebooks of an RQ-VAE hold for its latents: all weights are there, and the formulas of quantizer.py give its codes', async () => {
  const training = [
    '--levels',
    '2',
    '--codebook-size',
    '4',
    '--hidden',
    '6',
    '--latent-width',
    '3',
  ];
  const { status, err } = await runCli(
    ...['train-rqvae', '--embeddings', at('embeddings.arrow'), '--epochs', '2', ...training],
    ...['--normalize', 'standardize', '--out', at('vae')],
  );
  expect(status, err).toBe(0);
  const words = ['export', '--rqvae', at('vae'), '--model', 'last', '--format', 'safetensors'];
  expect((await runCli(...words, '--out', at('vae-out'))).status).toBe(0);
  expect(readFileSync(at('vae-out', 'README.md'), 'utf8')).toContain('the latents of its encoder');
  expect(existsSync(at('vae-out', 'codebooks.npy'))).toBe(false);
  const { tensors } = readCheckpoint(at('vae-out', 'model.safetensors'));
  const rowsOf = (name: string): number[][] => {
    const { shape, values } = tensors.get(name) ?? { shape: [0, 0], values: [] };
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
    return Array.from({ length: rows }, (_, row) => [
      ...values.slice(row * columns, (row + 1) * columns),
    ]);
  };
  const linear = (x: readonly number[], layer: string): number[] =>
    rowsOf(`${layer}.bias`)[0].map((bias, o) =>
      rowsOf(`${layer}.weight`).reduce((sum, row, i) => sum + x[i] * row[o], bias),
    );
  const codes = golden.embeddings.map((x) => {
    const [[mean], [factor]] = [rowsOf('input.mean'), rowsOf('input.factor')];
    const normalized = x.map((value, d) => (Math.fround(value) - mean[d]) * factor[d]);
    const hidden = linear(normalized, 'encoder.0').map((value) => Math.max(0, value));
    const path = rowsOf('encoder.linear.weight');
    let rest = linear(hidden, 'encoder.1').map((value, z) =>
      path.reduce((sum, row, d) => sum + normalized[d] * row[z], value),
    );
    return [0, 1].map((level) => {
      const rows = rowsOf('codebooks').slice(4 * level, 4 * level + 4);
      const distances = rows.map((row) => Math.hypot(...row.map((value, d) => value - rest[d])));
      const code = distances.indexOf(Math.min(...distances));
      rest = rest.map((value, d) => value - rows[code][d]);
      return code;
    });
  });
  expect(new Set(codes.map(String)).size).toBeGreaterThan(4);
  expect(await codesBy(at('vae'), '--model', 'last')).toEqual(codes);
});

test('what was exported comes back as the same codebooks', async () => {
  const codes = await codesBy(at('own'));
  const normalized = ['--normalize', 'unit-norm'];
  const said = await importing(at('own-out', 'model.safetensors'), 'from-model', ...normalized);
  expect(said).toContain('figures of a normalization too');
  await importing(at('own-out', 'residual_vq.safetensors'), 'from-vq', ...normalized);
  await importing(
    at('own-out', 'codebooks.npy'),
    'from-faiss',
    ...normalized,
    '--codebook-sizes',
    '8,4,2',
  );
  for (const name of ['from-model', 'from-vq', 'from-faiss']) {
    expect(await codesBy(at(name)), name).toEqual(codes);
  }
});

test('what is no codebook is said in one line, and nothing is left', async () => {
  const failing = async (file: string, ...flags: string[]): Promise<string> => {
    const words = ['import', 'codebooks', '--codebooks', file, ...flags, '--out', at('never')];
    const { status, err } = await runCli(...words);
    expect(status, err).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(at('never'))).toBe(false);
    return err;
  };
  expect(await failing(at('nowhere.npy'))).toContain('does not exist');
  expect(await failing(at('own.npy'))).toContain('has 11 vectors in one list; say how');
  expect(await failing(at('own.npy'), '--codebook-sizes', '5,5')).toContain(
    'do not make up the 11 vectors',
  );
  expect(await failing(at('embeddings.arrow'))).toContain('safetensors');
  const tensor = (...shape: number[]) => ({
    shape,
    values: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const metadata = {};
  const file = at('wrong.safetensors');
  const key = (level: number): string => `layers.${level}._codebook.embed`;
  await writeCheckpoint(file, { tensors: new Map([['x', tensor(2, 2)]]), metadata });
  expect(await failing(file)).toContain('has no codebooks');
  const gap = new Map([0, 2].map((level) => [key(level), tensor(1, 3, 2)] as const));
  await writeCheckpoint(file, { tensors: gap, metadata });
  expect(await failing(file)).toContain('layers.2._codebook.embed is not level 1');
  const uneven = new Map([0, 1].map((level) => [key(level), tensor(1, 3, 2 + level)] as const));
  await writeCheckpoint(file, { tensors: uneven, metadata });
  expect(await failing(file)).toContain('wanted is [1, codes, 2]');
  const values = Float32Array.of(1, 2, 3, NaN);
  await writeNpy(at('nan.npy'), { shape: [2, 1, 2], values });
  expect(await failing(at('nan.npy'))).toContain('vector 1 holds NaN');
});

testWithPython(
  'the snippets of the README give our codes: NumPy, faiss, vector-quantize-pytorch',
  () => {
    const { status, out } = runPython([
      '-c',
      RUN_SNIPPETS,
      at('own-out'),
      goldenPath('codebooks.json'),
    ]);
    expect(status, out).toBe(0);
    const codes = JSON.stringify(golden.embeddings.map(codesPlainly));
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(' ', '')),
    ).toEqual([codes, codes, codes]);
  },
);

const RUN_SNIPPETS = `
import json, os, re, sys
import numpy as np
x = np.array(json.load(open(sys.argv[2]))["embeddings"], dtype="float32")
os.chdir(sys.argv[1]); sys.path.insert(0, ".")
ours, faiss_, vq_ = re.findall("\`\`\`python\\n(.*?)\`\`\`", open("README.md").read(), re.S)
numpy = {"embeddings": x}; exec(ours, numpy)
print(numpy["codes"].tolist())
x = numpy["quantizer"].encode(x)
faiss = {"x": x}; exec(faiss_, faiss)
bits, starts = np.unpackbits(faiss["codes"], axis=1, bitorder="little"), np.cumsum([0, 3, 2])
print(np.stack([(bits[:, s:s + n] << np.arange(n)).sum(1) for s, n in zip(starts, [3, 2, 1])], 1).tolist())
import torch
vq = {"x": torch.from_numpy(x)[None]}; exec(vq_, vq)
print(vq["codes"][0].tolist())
`;
