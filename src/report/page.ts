// The page, from its sections.
import type { EmbedName } from '../sid/strategies.ts';
import { ChartDrawer } from './chart-drawer.ts';
import { titleOf } from './comparison-lines.ts';
import { nameOf, recordsOf } from './found-record.ts';
import type { FoundRecords } from './find-records.ts';
import type { FoundComparison, FoundRecord } from './found-record.ts';
import { pageFrame } from '../util/page-frame.ts';
import { plural } from '../util/plural.ts';
import { groupRecords } from './group-records.ts';
import type { RecordGroup } from './group-records.ts';
import { html } from '../util/html.ts';
import type { Html, HtmlValue } from '../util/html.ts';
import { isLeftOver, labelsOf } from './labels.ts';
import { analysisCharts } from './sections/analysis-charts.ts';
import { analysisTables, figureTables } from './sections/analysis-tables.ts';
import type { AnalysisTexts } from './sections/analysis-tables.ts';
import { comparisonTop } from './sections/comparison.ts';
import { decodeSection } from './sections/decode-section.ts';
import { inspectionSection } from './sections/inspection.ts';
import { plainWords } from './sections/plain-words.ts';
import { mapSection } from './sections/map-section.ts';
import { retrievalSection } from './sections/retrieval.ts';
import { collapsedLevels, quantizerCharts, quantizerTable } from './sections/quantizers.ts';
import { recordTables } from './sections/records.ts';
import { singleRunCharts, singleRunTables } from './sections/single-runs.ts';
import { summary } from './sections/summary.ts';
import { whereSection } from './sections/where-section.ts';
import { STYLE_SHEET } from './theme.ts';

/** A page and what is on it. */
export interface Page {
  readonly text: string;
  readonly title: string;
  readonly comparisons: number;
  readonly charts: number;
}

/**
 * One HTML page from run records, with everything in it: no script, no font, no picture from elsewhere. The same
 * records give the same bytes.
 *
 * @param texts what analyses and their figures mean
 * @param folder that it will lie in, for links to other pages; null: without links
 */
export async function renderPage(
  found: FoundRecords,
  texts: AnalysisTexts,
  folder: string | null = null,
): Promise<Page> {
  const drawer = new ChartDrawer();
  const groups = groupRecords(found.records);
  const comparisons = recordsOf(found.records, 'compare');
  const sections: Section[] = [];
  for (const [i, group] of groups.entries()) {
    const { comparison } = group;
    const id = comparison === undefined ? 'single-runs' : `comparison-${i + 1}`;
    const title = comparison === undefined ? 'Single runs' : titleOf(comparison);
    const body = await groupBody(group, texts, drawer);
    if (body !== undefined) sections.push({ id, title, body });
  }
  const front: Section[] = [];
  for (const [i, map] of recordsOf(found.records, 'map').entries()) {
    const id = `map-${i + 1}`;
    front.push({ id, title: map.record.metrics.title, body: await mapSection(map, drawer) });
  }
  for (const [i, log] of recordsOf(found.records, 'where').entries()) {
    const title = `What this log is like: ${log.record.metrics.source}`;
    front.push({ id: `where-${i + 1}`, title, body: await whereSection(log, drawer) });
  }
  for (const [i, each] of recordsOf(found.records, 'inspect').entries()) {
    const title = `How good the codes are: ${namesOfCodes(each.record.metrics.codes)}`;
    front.push({ id: `codes-${i + 1}`, title, body: await inspectionSection(each, drawer) });
  }
  for (const [i, decoded] of recordsOf(found.records, 'decode').entries()) {
    const title = `What prefixes hold: ${nameOf(decoded)}`;
    front.push({ id: `decode-${i + 1}`, title, body: decodeSection(decoded, folder) });
  }
  for (const [i, each] of recordsOf(found.records, 'retrieve').entries()) {
    const title = `Retrieval: ${each.record.metrics.embeddings.map(({ name }) => name).join(', ')}`;
    front.push({ id: `retrieval-${i + 1}`, title, body: retrievalSection(each) });
  }
  sections.unshift(...front);
  const title = pageTitle(comparisons);
  const text = pageFrame({
    title,
    styles: STYLE_SHEET,
    top: contents(sections),
    main: html`${summary(comparisons, found.records.length)}${plainWords(embedsOf(found.records))}${sections.map(
      ({ id, title: heading, body }) =>
        html`<section id="${id}">
          <h2>${heading}</h2>
          ${body}
        </section> `,
    )}${recordTables(groups, found.faults)}`,
    foot: html`Made by sid report from ${plural(found.records.length, 'run record')}. It has no
    creation time: the same records always give the same page.`,
  });
  return { text: text.markup, title, comparisons: comparisons.length, charts: drawer.drawn };
}

/** "rq-vae, k-means and 3 more" */
function namesOfCodes(codes: readonly { readonly name: string }[]): string {
  const more = codes.length > 4 ? ` and ${codes.length - 4} more` : '';
  const names = codes.slice(0, 4).map(({ name }) => name);
  return names.join(', ') + more;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

function pageTitle(comparisons: readonly FoundComparison[]): string {
  const names = comparisons.map(titleOf);
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  return ['Semantic IDs: what was measured', names.slice(0, 2).join(', ') + more]
    .filter((part) => part !== '')
    .join(' – ');
}

function contents(sections: readonly Section[]): Html {
  const links = [
    { id: 'summary', title: 'Summary' },
    { id: 'plain-words', title: 'In plain words' },
    ...sections,
    { id: 'records', title: 'All records' },
  ];
  return html`<nav aria-label="Contents">
    <ul>
      ${links.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}

async function groupBody(
  group: RecordGroup,
  texts: AnalysisTexts,
  drawer: ChartDrawer,
): Promise<Html | undefined> {
  const labels = labelsOf(group);
  const members = group.members.filter((member) => !isLeftOver(member, group));
  const { comparison } = group;
  const isComparison = comparison !== undefined;
  const top =
    comparison && (await comparisonTop(comparison, { members, labelsOf: labels }, drawer));
  const charts = [
    ...(isComparison ? [] : await singleRunCharts(members, labels, drawer)),
    ...(await quantizerCharts(members, labels, drawer)),
    ...(await analysisCharts(members, labels, drawer, { isComparison })),
  ];
  const tables = isComparison
    ? figureTables(comparison.record.metrics, texts)
    : [...singleRunTables(members, labels), ...analysisTables(members, labels, texts)];
  if (top === undefined && charts.length === 0 && tables.length === 0) return undefined;
  return html`${top}${collapsedLevels(members, labels)}${pictures(charts, isComparison)}${quantizerTable(members, labels)}${
    isComparison && tables.length > 0
      ? html`<details>
          <summary>All figures, with 95 % intervals over seeds</summary>
          ${tables}
        </details>`
      : tables
  }`;
}

function pictures(charts: readonly Html[], isComparison: boolean): HtmlValue {
  if (charts.length === 0) return undefined;
  const heading = isComparison
    ? html`<h3>Behind the figures: codes, clicks, attention</h3>`
    : undefined;
  return html`${heading}
    <div class="charts">${charts}</div> `;
}

function embedsOf(records: readonly FoundRecord[]): Set<EmbedName> {
  return new Set([
    ...recordsOf(records, 'train-ranker').map(({ record }) => record.config.embed),
    ...recordsOf(records, 'eval-drift').flatMap(({ record }) =>
      record.metrics.strategies.map(({ embed }) => embed),
    ),
    ...recordsOf(records, 'compare').flatMap(({ record }) =>
      record.metrics.strategies.map(({ embed }) => embed),
    ),
  ]);
}
