// Colors and font of all pages, light and dark.

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
