import { expect, test } from 'vitest';
import { commandLine } from '../../src/util/shell-quote.ts';
import { plural } from '../../src/util/plural.ts';
import { count, duration, figure, fixed, interval, signed } from '../../src/report/format.ts';
import { html, trusted } from '../../src/util/html.ts';

test('values in templates are escaped, markup is not', () => {
  const text = `<b a="1" b='2'>&</b>`;
  const escaped = '&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;/b&gt;';
  expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
  expect(html`<p>${[html`<i>${1}</i>`, undefined, trusted('<br>')]}</p>`.markup).toBe(
    '<p><i>1</i><br></p>',
  );
});

test('numbers have a real minus and a sign where they are differences', () => {
  expect(fixed(-0.12345)).toBe('−0.1235');
  expect([signed(1.005), signed(-1), signed(0)]).toEqual(['+1.00', '−1.00', '+0.00']);
  expect(interval([-1, 2])).toBe('[−1.00, +2.00]');
  for (const nothing of [undefined, null, NaN]) {
    expect([fixed(nothing), signed(nothing), count(nothing), figure(nothing)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
  }
  expect([interval(null), interval([NaN, NaN])]).toEqual(['', '']);
  expect([figure(0.00012346), figure(12), figure(123456.7), figure(-3)]).toEqual([
    '0.0001235',
    '12',
    '123,457',
    '−3',
  ]);
});

test('durations and counts read well', () => {
  expect([duration(4.25), duration(203), duration(7500)]).toEqual([
    '4.3 s',
    '3 min 23 s',
    '2 h 5 min',
  ]);
  expect([plural(1, 'strategy'), plural(2, 'strategy'), plural(1200, 'record')]).toEqual([
    '1 strategy',
    '2 strategies',
    '1,200 records',
  ]);
});

test('a command line can be pasted into a shell', () => {
  expect(commandLine(['import', 'table', '--set', 'seeds=[1,2]', "it's", '', '$HOME'])).toBe(
    `sid import table --set 'seeds=[1,2]' 'it'\\''s' '' '$HOME'`,
  );
});
