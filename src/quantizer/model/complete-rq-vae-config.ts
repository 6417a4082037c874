// A config for so many items: what is not given is settled, what does not fit is refused.
import { completeSettings } from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';
import { codebookSizesOf, RQ_VAE_SETTINGS } from './rq-vae-config.ts';
import type { CodebookSizing, RqVaeConfig } from './rq-vae-config.ts';

const [SMALLEST_BATCH, LARGEST_BATCH] = [32, 2048];
const STEPS_PER_EPOCH = 16;
const TOTAL_STEPS = 2000;
const [FEWEST_EPOCHS, MOST_EPOCHS] = [10, 200];

/**
 * The whole config: what is not given is the default. A batch is 2048 items, or so few that an epoch still
 * has 16 steps; the epochs make 2,000 steps together, within 10 and 200.
 *
 * @param numItems items trained on
 * @throws UserError where there are fewer items than codes in a codebook, or sizes for another number of levels
 */
export function completeRqVaeConfig(
  given: GivenOf<typeof RQ_VAE_SETTINGS>,
  numItems: number,
): RqVaeConfig {
  const options = completeSettings(RQ_VAE_SETTINGS, given, 'rqvae');
  const powerOfTwo = 2 ** Math.floor(Math.log2(Math.max(1, numItems / STEPS_PER_EPOCH)));
  const batchSize =
    options.batchSize ?? Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, powerOfTwo));
  const wantedEpochs = Math.ceil(TOTAL_STEPS / Math.ceil(numItems / batchSize));
  const epochs = options.epochs ?? Math.min(MOST_EPOCHS, Math.max(FEWEST_EPOCHS, wantedEpochs));
  const config = { ...options, epochs, batchSize };
  assertSizes(config, numItems);
  assertTechniques(config);
  return config;
}

function assertSizes(config: CodebookSizing, numItems: number): void {
  const { levels, codebookSizes } = config;
  const sizes = codebookSizesOf(config);
  const given = codebookSizes === null ? setting('codebookSize') : setting('codebookSizes');
  if (sizes.length !== levels) {
    throw new UserError(
      `${given} ${sizes.join()} are ${sizes.length} sizes, ${setting('levels')} is ${levels}; give one for each level`,
    );
  }
  const largest = Math.max(...sizes);
  if (largest > numItems) {
    throw new UserError(
      `${given} ${codebookSizes === null ? largest : sizes.join()} wants as many items to train on, there are ` +
        `${numItems}; give at most that, better a tenth of it`,
    );
  }
}

/** @throws UserError for techniques that do not go together */
function assertTechniques(config: RqVaeConfig): void {
  const { sinkhornEpsilons, codebookUpdate, codebookDistance, levels } = config;
  if (sinkhornEpsilons !== null && sinkhornEpsilons.length !== levels) {
    throw new UserError(
      `${setting('sinkhornEpsilons')} has ${sinkhornEpsilons.length} numbers, there are ${levels} levels; ` +
        'give one for each, 0 for what is not to be balanced',
    );
  }
  if (codebookUpdate === 'sim-vq' && codebookDistance === 'cosine') {
    throw new UserError(
      `${setting('codebookDistance')} cosine wants vectors that move alone; ` +
        `give ${setting('codebookUpdate')} gradient or ema`,
    );
  }
}
