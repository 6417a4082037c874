// Answers as they are used: without what models put around them.
import { STOP } from './roles.ts';

/** Models that think aloud do so before their answer. */
const THOUGHTS = /^[^]*<\/think>/;

const QUOTED = /^(?:"([^"]+)"|“([^”]+)”|'([^']+)'|`([^`]+)`)$/;

/** An answer without thoughts before it and space around it. */
export function cleanAnswer(answer: string): string {
  return answer.replace(THOUGHTS, '').trim();
}

/** A text for an item: one line, without quotation marks around the whole. */
export function cleanText(answer: string): string {
  const line = cleanAnswer(answer).replaceAll(/\s+/g, ' ');
  return (
    QUOTED.exec(line)
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? line
  );
}

/** Marks that may stand around the word. */
const AROUND = '[\\s*_`"\'.]*';
const GOOD = new RegExp(`^${AROUND}${STOP}|(?:^|[.!:\\n])${AROUND}${STOP}${AROUND}$`, 'i');

/** Whether the Evaluator calls a text good: the word comes first, or stands last as a sentence of its own. */
export function saysStop(answer: string): boolean {
  return GOOD.test(cleanAnswer(answer));
}
