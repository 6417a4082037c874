// Several items at a time, and an end where nothing works.
import { messageOf } from '../util/errors.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import { StoppedError, UnansweredError } from './ask.ts';
import { describeItem } from './describe-item.ts';
import type { Description, Loop, Subject } from './describe-item.ts';

/** A description, or why there is none. */
export type Described =
  { readonly description: Description } | { readonly description: null; readonly problem: string };

/** Where so many items in a row have no text, the next will have none. */
const MOST_FAILURES = 20;

/** Describes items of one catalog, some after others. */
export class Describer {
  private readonly loop: Loop;
  private readonly concurrency: number;
  private failures = 0;

  /** @param concurrency items that are worked on at a time */
  constructor(loop: Loop, concurrency: number) {
    this.loop = loop;
    this.concurrency = concurrency;
  }

  /**
   * @param onDone called after each item
   * @returns in the order of the subjects, whatever comes first
   * @throws StoppedError after 20 items in a row without a text, or where the endpoint stops answering
   */
  async describe(subjects: readonly Subject[], onDone: () => void): Promise<Described[]> {
    return runConcurrently(subjects, this.concurrency, async (subject) => {
      const described = await this.describeOne(subject);
      onDone();
      return described;
    });
  }

  private async describeOne(subject: Subject): Promise<Described> {
    try {
      const description = await describeItem(subject, this.loop);
      this.failures = 0;
      return { description };
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      const problem = messageOf(error);
      if (++this.failures < MOST_FAILURES) return { description: null, problem };
      throw new StoppedError(`${MOST_FAILURES} items in a row have no text, the last: ${problem}`);
    }
  }
}
