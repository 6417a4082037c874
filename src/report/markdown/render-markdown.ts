// Run records to a Markdown document.
import { titleOf } from '../comparison-lines.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundRecords } from '../find-records.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { createDocument, fillDocument } from './document.ts';
import type { FilledDocument, Figures, Picture } from './document.ts';
import { mapMarkdown } from './map-markdown.ts';

/**
 * The maps and comparisons among some records as Markdown.
 *
 * @param document what stands in the file already: its words are kept, its figures replaced; undefined: a new one
 * @param name the document's own, without its ending: pictures are named after it
 */
export async function renderMarkdown(
  { records }: FoundRecords,
  document: string | undefined,
  name: string,
): Promise<FilledDocument & { readonly pictures: readonly Picture[] }> {
  const figures: Figures[] = [];
  for (const [i, { record }] of recordsOf(records, 'map').entries()) {
    figures.push(await mapMarkdown(record, (nth) => `${name}-map-${i + 1}-${nth}.svg`));
  }
  for (const comparison of recordsOf(records, 'compare')) {
    const { metrics, argv } = comparison.record;
    figures.push({ title: titleOf(comparison), markdown: comparisonMarkdown(metrics, argv) });
  }
  const pictures = figures.flatMap((each) => each.pictures ?? []);
  if (document !== undefined) return { ...fillDocument(document, figures), pictures };
  const text = createDocument('Results', figures);
  return { text, notFound: [], notNamed: [], pictures };
}
