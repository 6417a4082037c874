// The same in figures.
import type { CompareMetrics, FigureOverSeeds } from '../../records/compare-record.ts';
import { figuresOf, isAnalysis } from '../analysis-records.ts';
import { commandDetails } from '../chart-drawer.ts';
import type { FoundRecord } from '../found-record.ts';
import { figure, fixed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import type { LabelsOf } from '../labels.ts';
import { table } from '../html-table.ts';

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
  return members.filter(isAnalysis).map((member) => {
    const { argv, metrics } = member.record;
    const { analysis } = metrics;
    const rows = [...figuresOf(metrics.figures)].map(([name, value]) => [
      html`<code>${name}</code>`,
      figure(value),
      meaningOf(texts, analysis, name),
    ]);
    const title = `${texts[analysis]?.title ?? analysis}: ${labelsOf(member)[0]}`;
    const columns = [{ title: 'figure' }, { title: 'value', isNumber: true }, { title: 'meaning' }];
    return html`${table(title, columns, rows)}${commandDetails(argv)}`;
  });
}

/** Groups of figures that are no analysis. */
const TITLES: Readonly<Record<string, string>> = {
  '': 'Drift',
  ne: 'NE by segment',
  ne_recalibrated: 'Recalibrated NE by segment',
  auc: 'AUC by segment',
  log_loss: 'Log loss by segment',
  ne_gain_percent: 'Gain in NE by segment, in percent of the baseline',
  ne_gain_percent_recalibrated: 'Gain in recalibrated NE by segment, in percent of the baseline',
};

/** All figures of a comparison, a table for each analysis: figures down, strategies across. */
export function figureTables({ strategies }: CompareMetrics, texts: AnalysisTexts): Html[] {
  const names = new Set(strategies.flatMap(({ figures }) => Object.keys(figures)));
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const slash = name.indexOf('/');
    const group = slash < 0 ? '' : name.slice(0, slash);
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].map(([group, members]) => {
    const having = strategies.filter(({ figures }) => members.some((name) => name in figures));
    const columns = [
      { title: 'figure' },
      ...having.map(({ strategy }) => ({ title: strategy, isNumber: true })),
      { title: 'meaning' },
    ];
    const rows = members.map((name): HtmlValue[] => {
      const own = group === '' ? name : name.slice(group.length + 1);
      const values = having.map((each) => withHalfWidth(each.figures[name]));
      return [html`<code>${own}</code>`, ...values, meaningOf(texts, group, own)];
    });
    return table(texts[group]?.title ?? TITLES[group] ?? group, columns, rows);
  });
}

/** "0.9543 ± 0.0030". */
function withHalfWidth(measured: FigureOverSeeds | undefined): string {
  const { mean: value, ci95 } = measured ?? {};
  if (value === undefined || !ci95) return figure(value);
  const digits = Math.abs(value) < 10 ? 4 : 1;
  return `${fixed(value, digits)} ± ${fixed((ci95[1] - ci95[0]) / 2, digits)}`;
}

function meaningOf(texts: AnalysisTexts, analysis: string, name: string): string {
  const meaning = texts[analysis]?.meaning;
  return meaning?.[name] ?? meaning?.[name.replaceAll(/\d+/g, '{n}')] ?? '';
}
