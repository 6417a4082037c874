// The style sheet: light, dark, printed.
import { CARD_STYLES } from '../util/item-cards.ts';
import { COLOR_VARIABLES } from '../util/page-colors.ts';

/**
 * The page's style sheet. All colors are variables, which the charts use too, so that one block turns everything dark.
 * The series are Okabe and Ito's palette, told apart by color-blind readers, with its yellow left out; for each ground
 * the shades are moved to a contrast of 3 to 1 or more. Printing takes the light ones.
 */
export const STYLE_SHEET = `
${COLOR_VARIABLES}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 var(--font); overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.35rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid var(--grid); padding-bottom: 0.2rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 0 0 0.4rem; }
p, li, dd { max-width: 46rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; list-style: none; padding: 0; margin: 0.5rem 0; }
.summary { background: var(--panel); border-radius: 8px; padding: 0.2rem 1rem 0.6rem; margin-top: 1rem; }
.summary h2 { margin-top: 0.6rem; border: 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.6rem; list-style: none; padding: 0; margin: 0.6rem 0; }
.tiles li { background: var(--ground); border-radius: 6px; padding: 0.4rem 0.9rem; border-left: 4px solid var(--grid); }
.tiles strong { font-size: 1.4rem; font-variant-numeric: tabular-nums; }
.tiles .holds { border-color: var(--good); }
.tiles .does-not-hold { border-color: var(--bad); }
.tiles .undecided { border-color: var(--open); }
.verdict { font-weight: 600; white-space: nowrap; color: var(--ink-soft); }
.verdict.holds { color: var(--good); }
.verdict.does-not-hold { color: var(--bad); }
.verdict.undecided { color: var(--open); }
.warning { color: var(--bad); font-weight: 600; }
/* Shade at a side tells that the table goes on there. */
.scroll { overflow-x: auto; margin: 0.8rem 0 0.3rem; background:
    linear-gradient(to right, var(--ground) 40%, transparent) 0 0 / 3rem 100% local no-repeat,
    linear-gradient(to left, var(--ground) 40%, transparent) 100% 0 / 3rem 100% local no-repeat,
    linear-gradient(to right, var(--grid), transparent) 0 0 / 1rem 100% scroll no-repeat,
    linear-gradient(to left, var(--grid), transparent) 100% 0 / 1rem 100% scroll no-repeat; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.35; }
caption { text-align: left; color: var(--ink-soft); padding: 0.2rem 0; }
th, td { padding: 0.3rem 0.7rem 0.3rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--grid); font-variant-numeric: tabular-nums; }
thead th { vertical-align: bottom; color: var(--ink-soft); font-weight: 600; }
tbody th { font-weight: 600; min-width: 7rem; }
tbody th.long { min-width: 13rem; }
.number { text-align: right; white-space: nowrap; padding-left: 0.7rem; }
thead .number { white-space: normal; }
.says { display: block; min-width: 12rem; }
.input { display: inline-block; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 1rem; }
figure { margin: 0; padding: 0.8rem; border: 1px solid var(--grid); border-radius: 8px; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 0.875rem; color: var(--ink-soft); margin: 0.4rem 0; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; color: var(--ink-soft); font-size: 0.875rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); border-radius: 6px; padding: 0.6rem;
  font-size: 0.8rem; margin: 0.4rem 0; }
code { font-size: 0.85em; }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem 1rem; }
${CARD_STYLES}
footer { margin-top: 2.5rem; color: var(--ink-soft); font-size: 0.875rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, details:not([open]) { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding-right: 0.35rem; }
  .number { padding-left: 0.35rem; }
  .says { min-width: 0; }
  .charts { grid-template-columns: 1fr 1fr; }
  figure, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
`;
