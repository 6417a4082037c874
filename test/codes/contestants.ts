// Who makes semantic IDs: quantizers of sid, faiss, and an RQ-VAE with vector-quantize-pytorch.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { readSemanticIds, writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';
import { decodeCodes } from '../../src/quantizer/code/code-embeddings.ts';
import { readQuantizer } from '../../src/quantizer/model/saved-quantizer.ts';
import { packageFolder } from '../../src/util/package-folder.ts';
import { runProgram, runSid } from './run-sid.ts';
import type { SplitItems } from './split-items.ts';

/** Codes of all items of a data set, and what it took to get them. */
export interface MadeCodes {
  /** A file of semantic IDs. */
  readonly sids: string;
  /** What codes stand for, in the units of the embeddings. */
  readonly decoded_ND: Float32Array;
  /** Processor time on one thread. */
  readonly trainSeconds: number;
  readonly assignSeconds: number;
  readonly peakMemoryMb: number;
}

/** What codes are made with. */
export interface CodeTask {
  readonly items: SplitItems;
  /** Of the data set: with items.safetensors. */
  readonly dataFolder: string;
  /** The contestant's own. */
  readonly folder: string;
  readonly levels: number;
  readonly codebookSize: number;
  readonly seed: number;
}

export type Contestant = (task: CodeTask) => Promise<MadeCodes>;

/** `sid train-rqvae` with some flags, then `sid assign`. */
export function sidContestant(flags: readonly string[]): Contestant {
  return async ({ items, folder, levels, codebookSize, seed }) => {
    const [model, out] = [join(folder, 'rqvae'), join(folder, 'sids')];
    rmSync(folder, { recursive: true, force: true });
    const sizes = ['--levels', `${levels}`, '--codebook-size', `${codebookSize}`];
    const trained = runSid([
      ...['train-rqvae', '--embeddings', items.fitFile, '--out', model, '--seed', `${seed}`],
      ...[...sizes, ...flags],
    ]);
    const assigned = runSid([
      'assign',
      '--rqvae',
      model,
      '--embeddings',
      items.allFile,
      '--out',
      out,
    ]);
    const sids = join(out, 'sids.arrow');
    const quantizer = readQuantizer(join(model, 'best.safetensors'));
    const decoded_ND = decodeCodes(quantizer, (await readSemanticIds(sids)).codes_NL);
    quantizer.model.dispose();
    return {
      ...{ sids, decoded_ND },
      trainSeconds: trained.cpuSeconds,
      assignSeconds: assigned.cpuSeconds,
      peakMemoryMb: Math.max(
        Number(trained.result.peak_memory_mb),
        Number(assigned.result.peak_memory_mb),
      ),
    };
  };
}

/** A program in python/ that reads items.safetensors and writes codes.safetensors and cost.json. */
export function pythonContestant(python: string, script: string): Contestant {
  const program = join(packageFolder(), 'test', 'codes', 'python', script);
  return async ({ items, dataFolder, folder, levels, codebookSize, seed }) => {
    mkdirSync(folder, { recursive: true });
    const own = join(folder, 'codes.safetensors');
    if (!existsSync(own)) {
      runProgram(python, [
        program,
        dataFolder,
        folder,
        ...[levels, codebookSize, seed].map(String),
      ]);
    }
    const { tensors } = readCheckpoint(own);
    const codes_NL = Int32Array.from(tensors.get('codes')?.values ?? []);
    const sids = join(folder, 'sids.arrow');
    const codebookSizes = Array<number>(levels).fill(codebookSize);
    const { itemIds } = items.all;
    await writeSemanticIds(sids, { itemIds, codes_NL, levels, codebookSizes, quantizer: script });
    const cost = JSON.parse(readFileSync(join(folder, 'cost.json'), 'utf8')) as {
      readonly train_s: number;
      readonly assign_s: number;
      readonly peak_memory_mb: number;
    };
    return {
      sids,
      decoded_ND: Float32Array.from(tensors.get('decoded')?.values ?? []),
      trainSeconds: cost.train_s,
      assignSeconds: cost.assign_s,
      peakMemoryMb: cost.peak_memory_mb,
    };
  };
}
