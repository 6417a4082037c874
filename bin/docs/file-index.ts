// The index of files, from the first line of each.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What is indexed, from the project's root. */
const FOLDERS = ['src', 'bin', 'configs', 'docs'] as const;

const INTRODUCTION = `# Files

A line for every file, folder by folder. Made by \`npm run docs\` from the first line of each source, the title of each
config and the heading of each document.
`;

/**
 * The text of docs/files.md.
 *
 * @param root of the project
 * @throws Error naming a file without a first line that says what it is
 */
export function fileIndex(root: string): string {
  const sections = FOLDERS.flatMap((folder) => foldersFrom(root, folder)).map((folder) => {
    const lines = filesOf(root, folder).map(
      (name) => `| \`${name}\` | ${headOf(join(root, folder, name), join(folder, name))} |`,
    );
    return `\n## ${folder}\n\n| file | |\n| --- | --- |\n${lines.join('\n')}\n`;
  });
  return INTRODUCTION + sections.join('');
}

/** A folder and those below it that hold files, in the order of names. */
function foldersFrom(root: string, folder: string): string[] {
  const below = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'build')
    .map((entry) => join(folder, entry.name))
    .toSorted()
    .flatMap((each) => foldersFrom(root, each));
  return filesOf(root, folder).length === 0 ? below : [folder, ...below];
}

function filesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && HEADS.some(({ ending }) => ending.test(entry.name)))
    .map((entry) => entry.name)
    .toSorted();
}

/** How a file of each kind says what it is. */
const HEADS: readonly {
  readonly ending: RegExp;
  readonly head: (text: string) => string | undefined;
}[] = [
  {
    ending: /\.(ts|mjs)$/,
    head: (text) => /^(?:#!.*\n)?\/\/ ((?:.|\n\/\/ )+)/.exec(text)?.[1].replaceAll('\n// ', ' '),
  },
  {
    ending: /^(?!asconfig|tsconfig).*\.json$/,
    head: (text) => (JSON.parse(text) as { title?: string }).title,
  },
  { ending: /\.md$/, head: (text) => /^# (.+)/.exec(text)?.[1] },
];

/** The first sentence. */
function headOf(path: string, name: string): string {
  const kind = HEADS.find(({ ending }) => ending.test(basename(name)));
  const head = kind?.head(readFileSync(path, 'utf8'));
  if (head === undefined) throw new Error(`${name} does not say in its first line what it is`);
  const sentence = /^.*?\.(?=\s|$)/.exec(head)?.[0] ?? head;
  return sentence.replace(/\.$/, '').replaceAll('|', '\\|');
}
