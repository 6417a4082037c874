// The style sheet of the page of prefixes.
import { CARD_STYLES } from '../util/item-cards.ts';
import { COLOR_VARIABLES } from '../util/page-colors.ts';

export const DECODE_STYLES = `
${COLOR_VARIABLES}${CARD_STYLES}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 0.5rem; }
body { margin: 0 auto; max-width: 86rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 var(--font); overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
h2, h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 0.7rem; margin: 0; line-height: 1.3; }
h2 { font-size: 1.2rem; }
h3 { font-size: 1rem; display: inline; }
h3 .facts { margin-left: 0.4rem; }
p { max-width: 48rem; margin: 0.5rem 0; }
a { color: var(--link); }
section { margin-top: 1.4rem; padding-top: 1rem; border-top: 1px solid var(--grid); }
.codes { font: 600 0.85em/1.4 ui-monospace, 'DejaVu Sans Mono', monospace; background: var(--ramp-2);
  border-radius: 5px; padding: 0.05rem 0.45rem; white-space: nowrap; }
.facts { font-size: 0.85rem; font-weight: 400; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
.bar { display: inline-block; width: 5rem; height: 0.55em; background: var(--grid); border-radius: 3px; overflow: hidden; }
.bar span { display: block; height: 100%; background: var(--series-1); }
.cards { grid-template-columns: repeat(auto-fill, minmax(6.4rem, 1fr)); }
.card .name { font-weight: 400; }
.index { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; padding: 0; margin: 0.8rem 0; }
.index a { display: block; padding: 0.15rem 0.6rem; border: 1px solid var(--grid); border-radius: 1rem;
  text-decoration: none; font-size: 0.85rem; color: var(--ink); }
.index a:hover, .index a:focus-visible { border-color: var(--link); }
.index b { font-variant-numeric: tabular-nums; }
details { margin: 0.5rem 0 0; }
summary { cursor: pointer; color: var(--ink-soft); padding: 0.25rem 0; }
summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
details details { margin-left: 0.2rem; padding-left: 0.8rem; border-left: 3px solid var(--ramp-3); }
details details summary { color: var(--ink); }
.groups { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: flex-start; margin: 0.4rem 0 0.8rem; }
.group { background: var(--panel); border-radius: 8px; padding: 0.4rem 0.5rem; max-width: 100%; }
.group .cards { margin: 0.3rem 0 0; display: flex; flex-wrap: wrap; }
.group .card { width: 6.6rem; background: var(--ground); }
.titles { margin: 0.3rem 0; padding-left: 1.2rem; font-size: 0.85rem; columns: 18rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.25rem 0.8rem 0.25rem 0; text-align: right; border-bottom: 1px solid var(--grid);
  font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th { color: var(--ink-soft); font-weight: 600; }
.note, footer { color: var(--ink-soft); font-size: 0.875rem; }
footer { margin-top: 2rem; }
@media (max-width: 72rem) { .cards { grid-template-columns: repeat(6, minmax(0, 1fr)); } }
@media (max-width: 38rem) {
  body { padding: 0.7rem; }
  .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.4rem; }
  .group .card { width: 5rem; }
  .card { padding: 0.25rem; font-size: 0.72rem; }
  th, td { padding-right: 0.6rem; }
  thead th { white-space: normal; }
}
@media print { section, .card, .group { break-inside: avoid; } .index { display: none; } }
`;
