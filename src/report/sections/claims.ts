// What the papers say, with verdicts.
import type { ClaimResult, ClaimVerdict } from '../../records/compare-record.ts';
import { HOLM_MARK, isMarked } from '../../records/claim-marks.ts';
import { fixed, interval, NOTHING, signed } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
import { table } from '../html-table.ts';

const MARKS: Readonly<Record<ClaimVerdict, string>> = {
  holds: '✓',
  'does not hold': '✗',
  undecided: '?',
  'by construction': '=',
  'not measured': '–',
};

/** What the papers say against what was measured; nothing where the config makes no claims. */
export function claimsTable(claims: readonly ClaimResult[]): Html | undefined {
  if (claims.length === 0) return undefined;
  return html`<h3>What the papers say</h3>
    <p>
      A statement <em>holds</em> when the whole 95 % interval of the difference is on its side,
      <em>does not hold</em> when it is on the other side, and is <em>undecided</em> in between.
      What could not come out otherwise, whatever was learned, is so <em>by construction</em>.
      ${claims.some(isMarked) ? `${HOLM_MARK}.` : undefined}
    </p>
    ${table(
      'Statements of the papers, with verdicts',
      [
        { title: 'verdict' },
        { title: 'statement' },
        { title: 'source' },
        { title: 'difference', isNumber: true },
        { title: '95 % interval', isNumber: true },
        { title: 'over' },
        { title: 'p', isNumber: true },
        { title: 'p, Holm', isNumber: true },
        { title: 'figure' },
        { title: 'seeds', isNumber: true },
      ],
      claims.map(toRow),
    )}`;
}

/** A difference and its interval as texts, with as many digits as they need. */
export function differenceTexts({ difference: value, ci95, unit }: ClaimResult): {
  readonly value: string;
  readonly ci95: string;
} {
  const isPercent = unit === 'percent';
  const digits = isPercent ? 2 : digitsFor([value, ...(ci95 ?? [])]);
  const toText = (each: number): string => signed(each, digits);
  return {
    value: Number.isNaN(value) ? NOTHING : `${toText(value)}${isPercent ? ' %' : ''}`,
    ci95: interval(ci95, toText),
  };
}

function toRow(claim: ClaimResult): HtmlValue[] {
  const { paper, says, verdict, reason, seeds } = claim;
  const { value, ci95 } = differenceTexts(claim);
  const kind = verdict.replaceAll(' ', '-');
  const mark = html`<span aria-hidden="true">${MARKS[verdict]}</span>`;
  return [
    html`<span class="verdict ${kind}">${mark} ${verdict}${isMarked(claim) ? '*' : ''}</span>`,
    html`<span class="says">${says}${reason === null ? '' : ` (${reason})`}</span>`,
    paper,
    value,
    ci95,
    claim.ci95_from.join(', '),
    pText(claim.p),
    pText(claim.p_holm),
    html`<code>${claim.figure}</code>`,
    seeds.length,
  ];
}

function pText(p: number | null): string {
  if (p === null || Number.isNaN(p)) return NOTHING;
  return p < 0.0001 ? '< 0.0001' : fixed(p);
}

/** As many as the largest needs to say something. */
function digitsFor(values: readonly number[]): number {
  const magnitude = Math.max(...values.map(Math.abs));
  if (magnitude >= 10) return 1;
  return magnitude >= 1 ? 2 : 4;
}
