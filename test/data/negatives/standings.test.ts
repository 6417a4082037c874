import { describe, expect, test } from 'vitest';
import { Standings } from '../../../src/data/negatives/standings.ts';
import { Rng } from '../../../src/util/rng.ts';
import { chiSquare } from './chi-square.ts';
import { HOUR_MS, randomClicks } from './random-clicks.ts';

const NUM_ITEMS = 30;

/** Standings after the given clicks, all at one instant, an instant later. */
function standingsAfter(...items: number[]): Standings {
  const standings = new Standings(NUM_ITEMS, HOUR_MS);
  for (const item of items) standings.add(item, 0);
  standings.advanceTo(1);
  return standings;
}

describe('Standings', () => {
  test('items stand alike exactly where the three figures of a plain look at the log agree', () => {
    const standings = new Standings(NUM_ITEMS, HOUR_MS);
    const clicks = randomClicks(1200, NUM_ITEMS, Rng.fromSeed(5));
    const octave = (count: number): number => (count === 0 ? -1 : Math.floor(Math.log2(count)));
    clicks.forEach(({ item, timeMs }, i) => {
      standings.advanceTo(timeMs);
      if (i % 10 === 0) {
        const plain = Array.from({ length: NUM_ITEMS }, (_, other) => {
          const own = clicks.slice(0, i).filter((click) => click.item === other);
          const inWindow = own.filter((click) => click.timeMs >= timeMs - HOUR_MS).length;
          const age = own.length === 0 ? NaN : (timeMs - own[own.length - 1].timeMs) / HOUR_MS;
          // Above 1/256, 1/64, 1/16 ... of a window.
          const band = Math.max(0, Math.ceil(Math.log2(age) / 2 + 4));
          return `${octave(inWindow)} ${octave(own.length)} ${band}`;
        });
        for (let a = 0; a < NUM_ITEMS; a++) {
          for (let b = 0; b < a; b++) {
            const isAlike = standings.standingOf(a) === standings.standingOf(b);
            expect(isAlike, `${plain[a]} and ${plain[b]}`).toBe(plain[a] === plain[b]);
          }
        }
      }
      standings.add(item, timeMs);
    });
  });

  test('weighs those that stand alike by their clicks', () => {
    const standings = standingsAfter(0, 0, 1, 1, 1, 2);
    const rng = Rng.fromSeed(6);
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++)
      counts[standings.drawMember(standings.standingOf(0), rng)] += 1;
    expect(counts[2]).toBe(0); // one click: another octave
    expect(chiSquare(counts, [8000, 12_000, 0])).toBeLessThan(10.8); // 99.9 % with 1 degree
  });

  test('draws exactly among the few that are allowed', () => {
    const thousands = Array.from({ length: 3000 }, (_, i) => (i < 1500 ? 5 : i < 2600 ? 6 : 7));
    const standings = standingsAfter(...thousands, ...thousands.slice(2600), 7, 7, 7);
    const rng = Rng.fromSeed(7);
    const few = [0, 0];
    const isRare = (item: number): boolean => item === 28 || item === 29;
    for (let i = 0; i < 2000; i++) {
      few[standings.drawAllowed(standings.standingOf(0), isRare, rng) - 28] += 1;
    }
    expect(chiSquare(few, [1000, 1000])).toBeLessThan(10.8);
    const five = standings.standingOf(5); // 1,500 clicks; item 6 has 1,100, and 7 has 803
    expect(standings.standingOf(6)).toBe(five);
    expect(standings.standingOf(7)).not.toBe(five);
    expect(standings.drawAllowed(five, (item) => item === 6, rng)).toBe(6);
    expect(standings.drawAllowed(five, () => false, rng)).toBe(-1);
  });

  test('a random click of the window, if there is one', () => {
    const standings = standingsAfter(3, 3, 3, 4);
    const rng = Rng.fromSeed(8);
    const counts = [0, 0];
    for (let i = 0; i < 8000; i++) counts[standings.drawClicked(rng) - 3] += 1;
    expect(chiSquare(counts, [6000, 2000])).toBeLessThan(10.8);
    standings.advanceTo(HOUR_MS + 1);
    expect(standings.drawClicked(rng)).toBe(-1);
  });
});
