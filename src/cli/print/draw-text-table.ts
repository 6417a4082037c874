// A table of texts in the terminal, with its title and notes.
import type { TextTable } from '../../records/where-placement.ts';
import { paragraph } from './paragraph.ts';
import { drawTable } from './tables.ts';

export function drawTextTable({ title, head, rows, notes }: TextTable): string {
  return [paragraph(title), drawTable(head, rows, head), ...notes.map(paragraph)].join('\n');
}
