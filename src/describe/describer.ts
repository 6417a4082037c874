// Several items at a time, and an end where nothing works.
import type { MadeRow } from '../parts/stage.ts';
import { messageOf } from '../util/errors.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import { StoppedError, UnansweredError } from './ask.ts';
import { describeItem } from './describe-item.ts';
import type { Description, Loop, Subject } from './describe-item.ts';

/** Where so many items in a row have no text, the next will have none. */
const MOST_FAILURES = 20;

/** Describes the items of a catalog, some of them after others. */
export class Describer {
  private readonly loop: Loop;
  private readonly concurrency: number;
  /** Of them, since the last item that had a text. */
  private failures = 0;

  /** @param concurrency items that are worked on at a time */
  constructor(loop: Loop, concurrency: number) {
    this.loop = loop;
    this.concurrency = concurrency;
  }

  /**
   * @param onDone told after each item how many are done
   * @returns a description of each subject, in their order, or why there is none
   * @throws StoppedError after 20 items in a row without a text, or where the endpoint stops answering
   */
  async describe(
    subjects: readonly Subject[],
    onDone: (numDone: number) => void,
  ): Promise<MadeRow<Description>[]> {
    let done = 0;
    return runConcurrently(subjects, this.concurrency, async (subject) => {
      const row = await this.describeOne(subject);
      onDone(++done);
      return row;
    });
  }

  private async describeOne(subject: Subject): Promise<MadeRow<Description>> {
    try {
      const row = await describeItem(subject, this.loop);
      this.failures = 0;
      return { row };
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      const problem = messageOf(error);
      if (++this.failures < MOST_FAILURES) return { row: null, problem };
      throw new StoppedError(`${MOST_FAILURES} items in a row have no text, the last: ${problem}`);
    }
  }
}
