// npm run codes: how good semantic IDs of this and other quantizers are, on the same items.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { putIntoDocs } from './put-into-docs.ts';
import { ensurePythonEnvironment } from '../bench/python-environment.ts';
import { codesTables } from './codes-table.ts';
import { pythonContestant, sidContestant } from './contestants.ts';
import type { Contestant } from './contestants.ts';
import { DATA_SETS, isAvailable } from './data-sets.ts';
import { measurePoint } from './measure-point.ts';
import type { MeasuredCodes } from './measure-point.ts';
import settings from './settings.json' with { type: 'json' };
import { splitItems } from './split-items.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'runs/codes' },
    /** Data sets, with commas. */
    only: { type: 'string' },
    sizes: { type: 'string', default: settings.codebookSizes.join() },
    seeds: { type: 'string', default: settings.seeds.join() },
    /** Compares settings of the RQ-VAE, not quantizers. */
    candidates: { type: 'boolean', default: false },
    /** Puts the tables into docs/semantic-ids.md. */
    write: { type: 'boolean', default: false },
    /** Without the programs in Python. */
    alone: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function contestants(): Record<string, Contestant> {
  const own = values.candidates ? settings.candidates : settings.sid;
  const sid = Object.entries(own).map(([name, flags]) => [name, sidContestant(flags)] as const);
  if (values.candidates || values.alone) return Object.fromEntries(sid);
  const python = ensurePythonEnvironment(say);
  return Object.fromEntries([
    ...sid,
    ['faiss ResidualQuantizer', pythonContestant(python, 'faiss_rq.py')],
    ['vector-quantize-pytorch RQ-VAE', pythonContestant(python, 'vq_rqvae.py')],
  ]);
}

const wanted = values.only?.split(',');
const { levels, heldOutShare } = settings;
const measured: MeasuredCodes[] = [];
const all = contestants();
for (const dataSet of DATA_SETS.filter(({ name }) => wanted?.includes(name) ?? true)) {
  if (!isAvailable(dataSet)) {
    say(`${dataSet.name} is left out: ${dataSet.file} is not there`);
    continue;
  }
  for (const codebookSize of values.sizes.split(',').map(Number)) {
    for (const seed of values.seeds.split(',').map(Number)) {
      const dataFolder = join(values.out, dataSet.name, `seed-${seed}`);
      const point = { dataSet: dataSet.name, codebookSize, levels, seed, dataFolder };
      const load = () => splitItems(dataSet, dataFolder, { heldOutShare, seed });
      measured.push(...(await measurePoint(point, all, load, say)));
    }
  }
}
mkdirSync(values.out, { recursive: true });
const name = values.candidates ? 'candidates' : 'quantizers';
writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(measured, null, 2)}\n`);
const tables = codesTables(measured, { hasCosts: !values.candidates });
process.stdout.write(`${tables}\n`);
if (values.write) putIntoDocs(name, tables);
