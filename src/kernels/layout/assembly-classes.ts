// The kernels' side of the layouts: their classes in AssemblyScript.
import { KERNEL_NAMES, LAYOUTS } from '../layouts.ts';
import { JOB_WORDS } from '../threads/job-words.ts';
import { wordsOf } from './layout.ts';
import type { Word } from './layout.ts';

/** The text of src/kernels/blocks.as.ts; `npm run docs` writes it. */
export function assemblyClasses(): string {
  return [
    '// What each kernel works on: made by `npm run docs` from the layouts, which explain it.\n',
    ...LAYOUTS.map((layout) => classText(layout.name, wordsOf(layout))),
    classText(
      'Job',
      JOB_WORDS.map((name) => ({ name, type: 'i32' })),
    ),
    `export enum Kernel {\n${KERNEL_NAMES.map((name) => `  ${name},\n`).join('')}}\n`,
  ].join('\n');
}

function classText(name: string, words: readonly Word[]): string {
  const fields = words.map((word) => `  ${word.name}: ${word.type};\n`);
  return `@unmanaged\nexport class ${name} {\n${fields.join('')}}\n`;
}
