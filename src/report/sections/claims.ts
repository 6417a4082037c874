import { interval, NOTHING, signed } from '../format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { ClaimView, Verdict } from '../read-comparison.ts';
import { table } from '../table.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  'does not hold': '✗',
  undecided: '?',
  'not measured': '–',
};

/** What the papers say against what was measured; nothing where the config makes no claims. */
export function claimsTable(claims: readonly ClaimView[]): Html | undefined {
  if (claims.length === 0) return undefined;
  return html`<h3>What the papers say</h3>
    <p>
      A statement <em>holds</em> when the whole 95 % interval of the difference is on its side,
      <em>does not hold</em> when it is on the other side, and is <em>undecided</em> in between.
    </p>
    ${table(
      'Statements of the papers, with verdicts',
      [
        { title: 'source' },
        { title: 'statement' },
        { title: 'verdict' },
        { title: 'difference', isNumber: true },
        { title: '95 % interval', isNumber: true },
        { title: 'figure' },
        { title: 'seeds', isNumber: true },
      ],
      claims.map(toRow),
    )}`;
}

function toRow(claim: ClaimView): (string | Html)[] {
  const { paper, says, verdict, difference, unit, seeds } = claim;
  const isPercent = unit === 'percent';
  const toText = (value: number): string => signed(value, isPercent ? 2 : digitsFor(value));
  const { value, ci95 } = difference;
  return [
    paper,
    html`<span class="says">${says}</span>`,
    html`<span class="verdict ${verdict.replaceAll(' ', '-')}"
      ><span aria-hidden="true">${MARKS[verdict]}</span> ${verdict}</span
    >`,
    value === undefined ? NOTHING : `${toText(value)}${isPercent ? ' %' : ''}`,
    interval(ci95, toText),
    html`<code>${claim.figure}</code>`,
    seeds?.toString() ?? NOTHING,
  ];
}

/** Four digits that say something. */
function digitsFor(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= 10) return 1;
  return magnitude >= 1 ? 2 : 4;
}
