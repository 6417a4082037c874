// The page of a `sid retrieve`.
import type { RetrieveMetrics } from '../records/retrieve-record.ts';
import type { ShownQueries } from '../records/shown-queries.ts';
import { html } from '../util/html.ts';
import { pageFrame } from '../util/page-frame.ts';
import { retrievalTables, shownQueries } from './sections/retrieval.ts';
import { STYLE_SHEET } from './theme.ts';

/** Figures and queries with their nearest items. Times are left to the report: the same run gives the same page. */
export function renderRetrievalPage(metrics: RetrieveMetrics, shown: ShownQueries): string {
  return pageFrame({
    title: `Retrieval: ${metrics.embeddings.map(({ name }) => name).join(', ')}`,
    styles: STYLE_SHEET,
    main: html`${retrievalTables(metrics)} ${shownQueries(shown, metrics.embeddings)}`,
    foot: 'Made by sid retrieve. It has no creation time: the same run always gives the same page.',
  }).markup;
}
