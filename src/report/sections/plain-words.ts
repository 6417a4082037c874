// What this is about.
import { EMBED_NAMES, STRATEGIES } from '../../sid/strategies.ts';
import { html } from '../../util/html.ts';
import type { Html } from '../../util/html.ts';

const TERMS: readonly (readonly [string, string])[] = [
  [
    'NE',
    'normalized entropy, the error of the predicted click probabilities over that of always predicting the mean ' +
      'click rate. Lower is better, 1 is no better than the mean. Differences of a tenth of a percent count.',
  ],
  [
    'recalibrated',
    'NE or drift after one constant was added to all logits of a model, the best for these impressions: what it is ' +
      'off by on the whole is taken away, what it tells apart stays.',
  ],
  ['gain', 'how much lower the NE of a strategy is than the baseline’s, in percent of it.'],
  [
    '95 % interval',
    'a range that would cover the true value in 95 % of repetitions, given how much results differ between seeds ' +
      '(random starts), users and items. An interval that contains 0 is inconclusive.',
  ],
  ['AUC', 'the chance that a clicked impression is ranked above one not clicked; 0.5 is guessing.'],
  ['head, torso, tail, new', 'items shown often, sometimes, rarely, and never in training.'],
  [
    'drift',
    'how much worse a model that went on learning is on old data than the model of that time; small where table ' +
      'rows keep their meaning while items come and go.',
  ],
];

/** What this is about, for somebody who has never heard of it. @param embeds strategies on the page */
export function plainWords(embeds: ReadonlySet<string>): Html {
  const strategies = EMBED_NAMES.filter((name) => embeds.has(name)).map((name) => [
    name,
    STRATEGIES[name].says,
  ]);
  return html`<section id="plain-words">
    <h2>In plain words</h2>
    <p>
      A ranking model guesses how likely somebody clicks on an item. What it learns about an item is
      kept in a row of a table. Where items are many, and come and go, rows have to be shared.
      Usually a hash decides who shares with whom, so items that have nothing in common disturb each
      other, and a new item starts with what strangers left behind.
    </p>
    <p>
      A <em>semantic ID</em> is a short list of codes, coarse to fine, made from an item’s content
      (its text or picture): similar items begin with the same codes. When rows are shared by these
      codes, similar items share them, and a new item starts with what is known of its like. This
      page shows whether that helped on the data at hand.
    </p>
    <details>
      <summary>Words used below</summary>
      <dl>
        ${[...TERMS, ...strategies].map(
          ([term, text]) =>
            html`<dt>${term}</dt>
              <dd>${text}</dd> `,
        )}
      </dl>
    </details>
  </section> `;
}
