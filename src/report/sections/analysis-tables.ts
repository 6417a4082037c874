// The same in figures.
import { analysisOf, figuresOf } from '../analysis-records.ts';
import { commandDetails } from '../chart-drawer.ts';
import type { FoundRecord } from '../find-records.ts';
import { figure, fixed } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import type { LabelsOf } from '../labels.ts';
import type { ComparisonView, Estimate } from '../read-comparison.ts';
import { table } from '../table.ts';

/** What analyses are called, and what their figures mean; those not named still get their table. */
export type AnalysisTexts = Readonly<
  Record<string, { readonly title: string; readonly meaning: Readonly<Record<string, string>> }>
>;

/** Figures of single `sid analyze` records, a table for each. */
export function analysisTables(
  members: readonly FoundRecord[],
  labelsOf: LabelsOf,
  texts: AnalysisTexts,
): Html[] {
  return members.flatMap((member) => {
    const analysis = analysisOf(member);
    if (analysis === undefined) return [];
    const { argv, metrics } = member.record;
    const rows = [...figuresOf(metrics)].map(([name, value]) => [
      html`<code>${name}</code>`,
      figure(value),
      meaningOf(texts, analysis, name),
    ]);
    const title = `${texts[analysis]?.title ?? analysis}: ${labelsOf(member)[0]}`;
    const columns = [{ title: 'figure' }, { title: 'value', isNumber: true }, { title: 'meaning' }];
    return [html`${table(title, columns, rows)}${commandDetails(argv)}`];
  });
}

/** Groups of figures that are no analysis. */
const TITLES: Readonly<Record<string, string>> = {
  '': 'Drift',
  ne: 'NE by segment',
  auc: 'AUC by segment',
  log_loss: 'Log loss by segment',
  ne_gain_percent: 'Gain in NE by segment, in percent of the baseline',
};

/** All figures of a comparison, a table for each analysis: figures down, strategies across. */
export function figureTables({ strategies }: ComparisonView, texts: AnalysisTexts): Html[] {
  const names = new Set(strategies.flatMap((each) => [...each.figures.keys()]));
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const slash = name.indexOf('/');
    const group = slash < 0 ? '' : name.slice(0, slash);
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].map(([group, members]) => {
    const having = strategies.filter(({ figures }) => members.some((name) => figures.has(name)));
    const columns = [
      { title: 'figure' },
      ...having.map(({ name }) => ({ title: name, isNumber: true })),
      { title: 'meaning' },
    ];
    const rows = members.map((name): HtmlValue[] => {
      const own = group === '' ? name : name.slice(group.length + 1);
      const values = having.map((each) => withHalfWidth(each.figures.get(name)));
      return [html`<code>${own}</code>`, ...values, meaningOf(texts, group, own)];
    });
    return table(texts[group]?.title ?? TITLES[group] ?? group, columns, rows);
  });
}

/** "0.9543 ± 0.0030". */
function withHalfWidth(estimate: Estimate | undefined): string {
  const { value, ci95 } = estimate ?? {};
  if (value === undefined || ci95 === undefined) return figure(value);
  const digits = Math.abs(value) < 10 ? 4 : 1;
  return `${fixed(value, digits)} ± ${fixed((ci95[1] - ci95[0]) / 2, digits)}`;
}

function meaningOf(texts: AnalysisTexts, analysis: string, name: string): string {
  const meaning = texts[analysis]?.meaning;
  return meaning?.[name] ?? meaning?.[name.replaceAll(/\d+/g, '{n}')] ?? '';
}
