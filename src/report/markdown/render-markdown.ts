// Run records to a Markdown document.
import type { FoundRecords } from '../find-records.ts';
import { groupRecords } from '../group-records.ts';
import { readComparison } from '../read-comparison.ts';
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
  const figures: Figures[] = groupRecords(records).flatMap(({ comparison }) => {
    if (comparison === undefined) return [];
    const view = readComparison(comparison);
    return [{ title: view.title, markdown: comparisonMarkdown(view, comparison.record.argv) }];
  });
  if (document !== undefined) return fillDocument(document, figures);
  return { text: createDocument('Results', figures), notFound: [], notNamed: [] };
}
