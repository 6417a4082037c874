// Run records to a Markdown document.
import { titleOf } from '../comparison-lines.ts';
import { recordsOf } from '../found-record.ts';
import type { FoundRecords } from '../find-records.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { createDocument, fillDocument } from './document.ts';
import type { FilledDocument, Figures } from './document.ts';

/**
 * The comparisons among some records as Markdown.
 *
 * @param document what stands in the file already: its words are kept, its figures replaced; undefined: a new one
 */
export function renderMarkdown(
  { records }: FoundRecords,
  document: string | undefined,
): FilledDocument {
  const figures: Figures[] = recordsOf(records, 'compare').map((comparison) => {
    const { metrics, argv } = comparison.record;
    return { title: titleOf(comparison), markdown: comparisonMarkdown(metrics, argv) };
  });
  if (document !== undefined) return fillDocument(document, figures);
  return { text: createDocument('Results', figures), notFound: [], notNamed: [] };
}
