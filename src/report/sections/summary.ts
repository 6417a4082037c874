// The answer first.
import { fixed, interval, plural, signed } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import { baselineOf, usesSemanticIds } from '../read-comparison.ts';
import type { ComparisonView, StrategyView, Verdict } from '../read-comparison.ts';

/** The answer first: how the paper's statements fared, and who won in each comparison. */
export function summary(comparisons: readonly ComparisonView[], numRecords: number): Html {
  const lines = comparisons.flatMap((each) => describeWinner(each) ?? []);
  return html`<section id="summary" class="summary">
    <h2>Summary</h2>
    ${describeClaims(comparisons)}${
      lines.length > 0
        ? html`<ul>
            ${lines.map((line) => html`<li>${line}</li> `)}
          </ul>`
        : html`<p>
            No finished comparison is among the ${plural(numRecords, 'record')}; what they hold is
            below.
          </p>`
    }
  </section> `;
}

const COUNTED: readonly (readonly [Verdict, string])[] = [
  ['holds', 'hold'],
  ['does not hold', 'do not hold'],
  ['undecided', 'undecided'],
  ['by construction', 'so by construction'],
  ['not measured', 'not measured'],
];

function describeClaims(comparisons: readonly ComparisonView[]): HtmlValue {
  const claims = comparisons.flatMap((each) => each.claims);
  if (claims.length === 0) return undefined;
  const tiles = COUNTED.map(([verdict, words]) => ({
    words,
    kind: verdict.replaceAll(' ', '-'),
    n: claims.filter((claim) => claim.verdict === verdict).length,
  })).filter(({ n, kind }) => n > 0 || (kind !== 'not-measured' && kind !== 'by-construction'));
  return html`<p>Of ${plural(claims.length, 'statement')} of the papers that were checked:</p>
    <ul class="tiles">
      ${tiles.map(({ n, words, kind }) => html`<li class="${kind}"><strong>${n}</strong> ${words}</li>`)}
    </ul> `;
}

function describeWinner(view: ComparisonView): Html | undefined {
  const { title, strategies } = view;
  const best = lowest(strategies);
  if (best === undefined) return undefined;
  const semantic = lowest(strategies.filter(usesSemanticIds));
  const also =
    semantic === undefined || semantic === best
      ? undefined
      : html` Best with semantic IDs: ${describeGain(semantic, view)}.`;
  return html`<strong>${title}</strong>: lowest error of ${plural(strategies.length, 'strategy')}:
    ${describeGain(best, view)}.${also}`;
}

function lowest(strategies: readonly StrategyView[]): StrategyView | undefined {
  return strategies
    .filter(({ ne }) => ne !== undefined)
    .reduce<StrategyView | undefined>(
      (best, each) => (Number(each.ne) < (best?.ne ?? Infinity) ? each : best),
      undefined,
    );
}

/** "prefix (NE 0.9565), clearly better than random: gain +0.57 % [+0.36, +0.78]". */
function describeGain(line: StrategyView, view: ComparisonView): Html {
  const { name, ne, gain } = line;
  const base = baselineOf(line, view);
  const start = html`<b>${name}</b> (NE ${fixed(ne)})`;
  if (base === line) return html`${start}, the baseline itself`;
  if (gain?.value === undefined) return start;
  const bounds = gain.ci95;
  const figures = html`${base?.name ?? view.baseline}: gain ${signed(gain.value)} %
  ${interval(bounds)}`;
  if (bounds === undefined) return html`${start}, against ${figures}`;
  if (bounds[0] > 0) return html`${start}, clearly better than ${figures}`;
  if (bounds[1] < 0) return html`${start}, clearly worse than ${figures}`;
  return html`${start}, which the interval does not tell apart from ${figures}`;
}
