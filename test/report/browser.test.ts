import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { testInBrowser } from '../support/browser.ts';
import { madeUpRecords } from '../support/made-up-shop.ts';

const { text } = await renderPage(
  { records: madeUpRecords(), faults: ['a/run.json: damaged'] },
  {},
);
const folder = mkdtempSync(join(tmpdir(), 'page-'));

/** Writes what it finds into attributes of the outermost document, where --dump-dom shows it. */
const PROBE = `<script>
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const set = (name, value) => top.document.documentElement.setAttribute('data-' + name, value);
  set('inner', innerWidth);
  set('scroll', document.scrollingElement.scrollWidth);
  set('ground', getComputedStyle(document.body).backgroundColor);
  set('label', getComputedStyle(document.querySelector('svg text')).fill);
  const texts = [...document.querySelectorAll('svg text')];
  const isCut = (each) => {
    const [own, all] = [each.getBoundingClientRect(), each.closest('svg').getBoundingClientRect()];
    return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1;
  };
  set('cut', texts.filter(isCut).map((each) => each.textContent).join('|'));
</script>`;

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const probed = write('probed.html', `${text}${PROBE}`);
const plain = write('plain.html', text);

/** The page in a frame, since a browser's window cannot be as narrow as a phone. */
const phone = write(
  'phone.html',
  `<!doctype html><html><body><iframe width="390" height="844" style="border: 0" srcdoc="${`${text}${PROBE}`
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')}"></iframe></body></html>`,
);

function found(dom: string, name: string): string | undefined {
  return new RegExp(`<html[^>]* data-${name}="([^"]*)"`).exec(dom)?.[1];
}

testInBrowser('the page fits a phone: nothing is wider than 390 pixels, no text is cut', (load) => {
  const { dom } = load(phone, []);
  expect(found(dom, 'inner')).toBe('390');
  expect(found(dom, 'scroll')).toBe('390');
  expect(found(dom, 'cut')).toBe('');
});

testInBrowser('the page and its charts follow a dark screen', (load) => {
  const [light, dark] = [1, 0].map((scheme) => {
    const flags = ['--window-size=1200,900', `--blink-settings=preferredColorScheme=${scheme}`];
    return load(probed, flags).dom;
  });
  expect([found(light, 'ground'), found(dark, 'ground')]).toEqual([
    'rgb(255, 255, 255)',
    'rgb(20, 23, 27)',
  ]);
  expect([found(light, 'label'), found(dark, 'label')]).toEqual([
    'rgb(87, 96, 106)',
    'rgb(163, 171, 181)',
  ]);
});

testInBrowser('the browser has nothing to complain of', (load) => {
  expect(load(plain, []).consoleLines).toEqual([]);
  const broken = write('broken.html', `${text}<script>missing()</script>`);
  expect(load(broken, []).consoleLines).toHaveLength(1);
});
