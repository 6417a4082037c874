// The style sheet: light, dark, printed.

/** The colors and the font, which charts use by name. */
export const COLOR_VARIABLES = `:root {
  color-scheme: light dark;
  --font: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
  --ground: #ffffff; --panel: #f5f6f8; --ink: #1b1f24; --ink-soft: #57606a; --grid: #d5d9de; --link: #0b5cad;
  --good: #00704d; --bad: #b3400b; --open: #6a5400;
  --series-1: #0072b2; --series-2: #c65300; --series-3: #008a63; --series-4: #b8578f;
  --series-5: #a87400; --series-6: #2f8fc4; --series-7: #4d4d4d;
  --ramp-1: #eef3fa; --ramp-2: #d8e4f2; --ramp-3: #b9d0e8; --ramp-4: #93b7dc;
  --ramp-5: #689acb; --ramp-6: #427bb5; --ramp-7: #255c97; --ramp-8: #123c6b;
  --below-1: #fdeedd; --below-2: #f8cf9f; --below-3: #ec9f55; --below-4: #c4620f;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1d2127; --ink: #e8eaed; --ink-soft: #a3abb5; --grid: #3a4149; --link: #7fb8f0;
    --good: #4fcf9f; --bad: #ff9460; --open: #e3c054;
    --series-1: #56a9e8; --series-2: #f28a3c; --series-3: #2fc296; --series-4: #e39ac4;
    --series-5: #e6ad3a; --series-6: #8fd0f2; --series-7: #c4c8cc;
    --ramp-1: #1c2530; --ramp-2: #203348; --ramp-3: #264562; --ramp-4: #2f5a81;
    --ramp-5: #3f74a4; --ramp-6: #5a93c6; --ramp-7: #86b6e0; --ramp-8: #bcdaf5;
    --below-1: #33271a; --below-2: #5c3d1b; --below-3: #96601f; --below-4: #dd9440;
  }
}`;

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
