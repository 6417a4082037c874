// A Markdown document whose figures stand between marks.
import { UserError } from '../../util/errors.ts';

/** The figures of one comparison or map. */
export interface Figures {
  /** Its title; by it the document says where they go. */
  readonly title: string;
  readonly markdown: string;
  /** Files beside the document, which the text names. */
  readonly pictures?: readonly Picture[];
}

/** An SVG with its file's name. */
export interface Picture {
  readonly name: string;
  readonly svg: string;
}

/** A document with its figures brought up to date. */
export interface FilledDocument {
  readonly text: string;
  /** Titles that the document names, and no comparison has: their figures are left as they were. */
  readonly notFound: readonly string[];
  /** Titles of comparisons that the document does not name. */
  readonly notNamed: readonly string[];
}

const OPEN = /^<!-- sid report: (.+) -->$/;
const CLOSE = '<!-- end of figures -->';

/** Whether a text has places for figures. */
export function hasMarks(text: string): boolean {
  return text.split('\n').some((line) => OPEN.test(line));
}

/**
 * A new document: a section for each comparison, to which words can be added outside the marks.
 */
export function createDocument(title: string, figures: readonly Figures[]): string {
  const sections = figures.map(
    (each) => `\n## ${each.title}\n\n${marked(each.title, each.markdown).join('\n')}\n`,
  );
  return `# ${title}\n${sections.join('')}`;
}

/**
 * Replaces what stands between the marks; every other word is kept.
 *
 * @throws UserError for a mark that is not closed, or two comparisons of one title
 */
export function fillDocument(text: string, figures: readonly Figures[]): FilledDocument {
  const byTitle = new Map(figures.map(({ title, markdown }) => [title, markdown]));
  if (byTitle.size < figures.length) {
    const titles = figures.map(({ title }) => title);
    const twice = titles.find((title, i) => titles.indexOf(title) !== i);
    throw new UserError(`two comparisons are called "${twice}"; give --in the folder of one`);
  }
  const named = new Set<string>();
  const notFound: string[] = [];
  const lines = text.split('\n');
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const title = OPEN.exec(lines[i])?.[1];
    if (title === undefined) {
      out.push(lines[i]);
      continue;
    }
    const end = lines.indexOf(CLOSE, i);
    if (end < 0) throw new UserError(`line ${i + 1} has no "${CLOSE}" after it; add that line`);
    named.add(title);
    const markdown = byTitle.get(title);
    if (markdown === undefined) notFound.push(title);
    out.push(...(markdown === undefined ? lines.slice(i, end + 1) : marked(title, markdown)));
    i = end;
  }
  const notNamed = [...byTitle.keys()].filter((title) => !named.has(title));
  return { text: out.join('\n'), notFound, notNamed };
}

function marked(title: string, markdown: string): string[] {
  return [`<!-- sid report: ${title} -->`, '', markdown, '', CLOSE];
}
