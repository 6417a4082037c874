// Writes the documents that are made from the code: npm run docs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../src/cli/frame/version.ts';
import { GENERATED } from './docs/generated.ts';

for (const { path, text } of GENERATED) {
  writeFileSync(join(packageFolder(), path), text(packageFolder()));
  console.log(path);
}
