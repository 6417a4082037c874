// The answer first.
import type { ClaimVerdict, CompareLine, CompareMetrics } from '../../records/compare-record.ts';
import { baselineOf, titleOf, usesSemanticIds } from '../comparison-lines.ts';
import type { FoundComparison } from '../found-record.ts';
import { plural } from '../../util/plural.ts';
import { fixed, interval, signed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';

/** The answer first: how the paper's statements fared, and who won in each comparison. */
export function summary(comparisons: readonly FoundComparison[], numRecords: number): Html {
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

const COUNTED: readonly (readonly [ClaimVerdict, string])[] = [
  ['holds', 'hold'],
  ['does not hold', 'do not hold'],
  ['undecided', 'undecided'],
  ['by construction', 'so by construction'],
  ['not measured', 'not measured'],
];

function describeClaims(comparisons: readonly FoundComparison[]): HtmlValue {
  const claims = comparisons.flatMap(({ record }) => record.metrics.claims);
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

function describeWinner(comparison: FoundComparison): Html | undefined {
  const view = comparison.record.metrics;
  const { strategies } = view;
  const best = lowest(strategies);
  if (best === undefined) return undefined;
  const semantic = lowest(strategies.filter(usesSemanticIds));
  const also =
    semantic === undefined || semantic === best
      ? undefined
      : html` Best with semantic IDs: ${describeGain(semantic, view)}.`;
  return html`<strong>${titleOf(comparison)}</strong>: lowest error of
    ${plural(strategies.length, 'strategy')}: ${describeGain(best, view)}.${also}`;
}

function lowest(strategies: readonly CompareLine[]): CompareLine | undefined {
  return strategies
    .filter(({ ne }) => !Number.isNaN(ne))
    .reduce<CompareLine | undefined>(
      (best, each) => (each.ne < (best?.ne ?? Infinity) ? each : best),
      undefined,
    );
}

/** "prefix (NE 0.9565), clearly better than random: gain +0.57 % [+0.36, +0.78]". */
function describeGain(line: CompareLine, view: CompareMetrics): Html {
  const { strategy, ne, gain } = line;
  const base = baselineOf(line, view);
  const start = html`<b>${strategy}</b> (NE ${fixed(ne)})`;
  if (base === line) return html`${start}, the baseline itself`;
  if (gain === null || Number.isNaN(gain.percent)) return start;
  const [low, high] = gain.ci95 ?? [NaN, NaN];
  const figures = html`${base?.strategy ?? view.baseline}: gain ${signed(gain.percent)} %
  ${interval(gain.ci95)}`;
  if (Number.isNaN(low) || Number.isNaN(high)) return html`${start}, against ${figures}`;
  if (low > 0) return html`${start}, clearly better than ${figures}`;
  if (high < 0) return html`${start}, clearly worse than ${figures}`;
  return html`${start}, which the interval does not tell apart from ${figures}`;
}
