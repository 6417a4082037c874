// One data set, one size of codebooks, one seed: every contestant measured, what is there already kept.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoreSheet } from '../../src/records/inspect-record.ts';
import type { CodeTask, Contestant } from './contestants.ts';
import { explainedVariance } from './explained-variance.ts';
import { runSid } from './run-sid.ts';
import type { SplitItems } from './split-items.ts';

/** How a contestant did. Shares are from 0 to 1. */
export interface MeasuredCodes {
  readonly dataSet: string;
  readonly codebookSize: number;
  readonly seed: number;
  readonly contestant: string;
  readonly explainedFit: number;
  readonly explainedHeldOut: number;
  /** Recall@10 of nearest neighbors by longest common prefix, over all items. */
  readonly recall: number;
  /** Items with an ID that no other has. */
  readonly alone: number;
  readonly perplexity: readonly number[];
  readonly dead: number;
  readonly trainSeconds: number;
  readonly assignSeconds: number;
  readonly peakMemoryMb: number;
}

type Point = Omit<CodeTask, 'folder' | 'items'> & { readonly dataSet: string };

/** @param load reads the data set, where something is left to measure */
export async function measurePoint(
  point: Point,
  contestants: Readonly<Record<string, Contestant>>,
  load: () => Promise<SplitItems>,
  say: (line: string) => void,
): Promise<MeasuredCodes[]> {
  const { dataSet, codebookSize, seed, dataFolder } = point;
  const measured: MeasuredCodes[] = [];
  let loaded: SplitItems | undefined;
  for (const [contestant, makeCodes] of Object.entries(contestants)) {
    const folder = join(dataFolder, `${codebookSize}`, contestant.replaceAll(/[^\w.-]+/g, '-'));
    const done = join(folder, 'measured.json');
    if (!existsSync(done)) {
      const items = (loaded ??= await load());
      const made = await makeCodes({ ...point, items, folder });
      const sheet = inspect(made.sids, items);
      const result: MeasuredCodes = {
        ...{ dataSet, codebookSize, seed, contestant },
        explainedFit: explainedVariance(items, made.decoded_ND, items.fit),
        explainedHeldOut: explainedVariance(items, made.decoded_ND, items.heldOut),
        recall: sheet.recall[0].value,
        alone: 1 - sheet.sharing / items.all.itemIds.length,
        perplexity: sheet.levels.map(({ perplexity }) => perplexity),
        dead: sheet.levels.reduce((sum, { dead }) => sum + dead, 0),
        trainSeconds: made.trainSeconds,
        assignSeconds: made.assignSeconds,
        peakMemoryMb: made.peakMemoryMb,
      };
      mkdirSync(folder, { recursive: true });
      writeFileSync(done, `${JSON.stringify(result)}\n`);
      say(`${dataSet}, K = ${codebookSize}, seed ${seed}: ${contestant}`);
    }
    measured.push(JSON.parse(readFileSync(done, 'utf8')) as MeasuredCodes);
  }
  return measured;
}

function inspect(sids: string, { allFile }: SplitItems): ScoreSheet {
  const { result } = runSid(['inspect', '--sids', sids, '--embeddings', allFile]);
  return (result.codes as readonly ScoreSheet[])[0];
}
