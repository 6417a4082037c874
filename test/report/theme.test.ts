import { expect, test } from 'vitest';
import { BELOW_STEPS, RAMP_STEPS } from '../../src/report/charts/chart-theme.ts';
import { STYLE_SHEET } from '../../src/report/theme.ts';

/** Colors by name, as the n-th :root block sets them. */
function colorsOf(block: number): Map<string, string> {
  const roots = [...STYLE_SHEET.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => body);
  const colors = roots[block].matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return new Map([...colors].map(([, name, color]) => [name, color]));
}

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test.each([
  ['light', 0],
  ['dark', 1],
])('on the %s ground text has a contrast of 4.5, lines and dots of 3', (_, block) => {
  const colors = colorsOf(block);
  const ground = colors.get('ground') ?? '';
  const panel = colors.get('panel') ?? '';
  for (const name of ['ink', 'ink-soft', 'link', 'good', 'bad', 'open']) {
    for (const behind of [ground, panel]) {
      expect(contrast(colors.get(name) ?? '', behind), name).toBeGreaterThan(4.5);
    }
  }
  for (let i = 1; i <= 7; i++) {
    const name = `series-${i}`;
    expect(contrast(colors.get(name) ?? '', ground), name).toBeGreaterThan(3);
  }
});

test.each([0, 1])('the steps for amounts stand out more and more (block %i)', (block) => {
  const colors = colorsOf(block);
  const contrasts = Array.from({ length: RAMP_STEPS }, (_, i) =>
    contrast(colors.get(`ramp-${i + 1}`) ?? '', colors.get('ground') ?? ''),
  );
  expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
  expect(contrasts[RAMP_STEPS - 1]).toBeGreaterThan(7);
});

test.each([0, 1])('so do the steps for what lies below (block %i)', (block) => {
  const colors = colorsOf(block);
  const contrasts = Array.from({ length: BELOW_STEPS }, (_, i) =>
    contrast(colors.get(`below-${i + 1}`) ?? '', colors.get('ground') ?? ''),
  );
  expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
  expect(contrasts[BELOW_STEPS - 1]).toBeGreaterThan(3);
});

test('both grounds set the same colors', () => {
  expect([...colorsOf(1).keys()]).toEqual([...colorsOf(0).keys()]);
});
