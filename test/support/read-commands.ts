// Commands, and the output shown for them, out of a document's code blocks.

/** A command as a document shows it. */
export interface ShownCommand {
  /** As typed, lines that end in a backslash joined. */
  readonly command: string;
  /** The lines shown below it; undefined where none are. */
  readonly output: readonly string[] | undefined;
}

/**
 * The code blocks of a section, each as its lines.
 *
 * @param heading the section's whole heading line
 * @throws Error if there is no such section, or no block in it
 */
export function readBlocks(markdown: string, heading: string): string[][] {
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`no section "${heading}"`);
  const blocks: string[][] = [];
  let block: string[] | undefined;
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('## ') && block === undefined) break;
    if (!line.startsWith('```')) block?.push(line);
    else if (block === undefined) block = [];
    else {
      blocks.push(block);
      block = undefined;
    }
  }
  if (blocks.length === 0) throw new Error(`no code block in "${heading}"`);
  return blocks;
}

/** A block whose commands begin with "$ " shows their output below them; any other is commands alone. */
export function readCommands(block: readonly string[]): ShownCommand[] {
  const text = block.join('\n');
  if (!/^\$ /m.test(text)) {
    const commands = joinLines(text).filter((line) => line.trim() !== '');
    return commands.map((command) => ({ command, output: undefined }));
  }
  return text
    .split(/^\$ /m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [command, ...output] = joinLines(part.trimEnd());
      return { command, output: output.length === 0 ? undefined : output };
    });
}

const joinLines = (text: string): string[] => text.replace(/\\\n\s*/g, '').split('\n');
