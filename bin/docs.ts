// Writes the documents that are made from the code: npm run docs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFolder } from '../src/util/package-folder.ts';
import { GENERATED } from './docs/generated.ts';

for (const { path, text } of GENERATED) {
  const file = join(packageFolder(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text(packageFolder()));
  console.log(path);
}
