// npm run catalogs: data of ../shared as catalogs, and a small CLIP to train on them, in runs/catalogs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFolder } from '../../src/util/package-folder.ts';
import { plural } from '../../src/util/plural.ts';
import { writeGroceryCatalog } from './grocery-catalog.ts';
import { writeSmallClip } from './small-clip.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'runs/catalogs' } } });
const grocery = join(packageFolder(), '..', 'shared', 'data', 'grocery');
if (existsSync(grocery)) {
  const path = join(values.out, 'grocery.parquet');
  const numRows = await writeGroceryCatalog(grocery, path);
  process.stdout.write(`${path}: ${plural(numRows, 'row')}\n`);
} else {
  process.stdout.write(`grocery is left out: ${grocery} is not there\n`);
}
const clip = join(values.out, 'small-clip');
writeSmallClip(join(packageFolder(), 'test', 'models', 'tiny-clip'), clip);
process.stdout.write(`${clip}: a CLIP without weights, for sid train-clip --from-scratch\n`);
