import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  codeFilesIn,
  codeVersions,
  DECIDING_CODE,
  decidingFiles,
} from '../../../src/experiments/compare/code-versions.ts';
import { temporaryFolder } from '../tiny-run.ts';

const MACHINE = { kernels: 'fma 12', codeKernels: 'simd 34' };
const MADE = ['boxes', 'texts', 'training', 'embeddings'] as const;
const KINDS = ['corpus', ...MADE, 'codes', 'page', 'trial'] as const;

/** The program, to be changed. */
const copy = join(temporaryFolder(), 'src');
let unchanged: ReturnType<typeof codeVersions>;
beforeAll(() => {
  cpSync('src', copy, { recursive: true });
  unchanged = codeVersions(MACHINE, copy);
});

/** Which versions differ while a file of the program has a byte more. */
function changedBy(file: string): string[] {
  const path = join(copy, file);
  const text = readFileSync(path);
  appendFileSync(path, '\n');
  const after = codeVersions(MACHINE, copy);
  writeFileSync(path, text);
  expect(codeVersions(MACHINE, copy)).toEqual(unchanged);
  return KINDS.filter((kind) => after[kind] !== unchanged[kind]);
}

test.each([
  ['data/simulate/world.ts', ['corpus', ...MADE, 'page', 'trial']],
  ['data/embeddings/stream-embeddings.ts', [...KINDS]],
  ['quantizer/model/kmeans.ts', ['codes', 'trial']],
  ['cli/commands/train-rqvae.ts', ['codes']],
  ['metrics/normalized-entropy.ts', [...KINDS]],
  ['ranker/model/ranker.ts', ['trial']],
  ['embed/text-encoder.ts', ['training', 'embeddings']],
  ['contrastive/losses.ts', ['training']],
  ['grounding/choose-box.ts', ['boxes']],
  ['describe/describer.ts', ['texts']],
  ['onnx/tokenizer.ts', ['boxes', 'training', 'embeddings']],
  ['experiments/evaluate-segments.ts', ['trial']],
  ['kernels/kernels.ts', ['training', 'codes', 'trial']],
  ['records/segment-cuts.ts', []],
  ['records/train-ranker-record.ts', ['trial']],
  ['decode/decode-page.ts', ['page']],
  ['cli/commands/embed-steps.ts', []],
  ['report/page.ts', []],
  ['cli/print/tables.ts', []],
  ['experiments/compare/plan-trials.ts', []],
  ['engine/setup/setup-engine.ts', ['training', 'embeddings']],
])('a byte more in %s changes the names of %j', (file, kinds) => {
  expect(changedBy(file)).toEqual(kinds);
});

test('so does a new name of a file', () => {
  const folder = join(temporaryFolder(), 'src');
  const versionOf = (file: string): string => {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), 'code');
    return codeVersions(MACHINE, folder).trial;
  };
  expect(versionOf('sid/b.ts')).not.toBe(versionOf('sid/a.ts'));
});

test('of the machine only the kernels are in the versions, each module in that of what it computes', () => {
  const versions = (change: object) => codeVersions({ ...MACHINE, ...change });
  const plain = versions({});
  const differs = (change: object) =>
    KINDS.filter((kind) => versions(change)[kind] !== plain[kind]);
  expect(differs({ codeKernels: 'simd 56' })).toEqual(['codes']);
  expect(differs({ kernels: 'simd 34' })).toEqual(['trial']);
});

test('every place that is named is there, and what deciding code imports decides too', () => {
  const files = codeFilesIn('src');
  for (const kind of KINDS) {
    for (const place of DECIDING_CODE[kind]) {
      expect(decidingFiles(files, [place]), place).not.toHaveLength(0);
    }
    const stages = DECIDING_CODE[kind].filter((place) => !place.startsWith('cli/'));
    const imported = decidingFiles(files, stages).flatMap(valuesImportedBy);
    const left = new Set(imported.filter((file) => decidingFiles([file], stages).length === 0));
    expect([...left], kind).toEqual([]);
  }
});

/** Files below src that a file imports for more than types. */
function valuesImportedBy(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8');
  const paths = text.matchAll(
    /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm,
  );
  return [...paths].map(([, plain, lazy]) => normalize(join(dirname(file), plain ?? lazy)));
}
