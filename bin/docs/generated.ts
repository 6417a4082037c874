// The files that are made from the code.
import { assemblyClasses } from '../../src/kernels/layout/assembly-classes.ts';
import { fileIndex } from './file-index.ts';
import { RECORD_SCHEMAS } from './record-schemas.ts';
import { comparisonKeys, mapKeys, settingsDocument } from './settings-tables.ts';

/** A file, or one of which a part is made. */
export interface GeneratedDocument {
  /** From the project's root. */
  readonly path: string;
  /** All of its text. */
  readonly text: (root: string) => string;
}

/** `npm run docs` writes them; a test checks that they are current. */
export const GENERATED: readonly GeneratedDocument[] = [
  { path: 'docs/settings.md', text: settingsDocument },
  { path: 'configs/README.md', text: comparisonKeys },
  { path: 'configs/maps/README.md', text: mapKeys },
  { path: 'src/kernels/blocks.as.ts', text: assemblyClasses },
  ...RECORD_SCHEMAS,
  // Last, since it lists the others.
  { path: 'docs/files.md', text: fileIndex },
];
