// The prompts of the three roles: files with placeholders, which a user may replace.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';
import { packageFolder } from '../util/package-folder.ts';
import { ROLES, STOP } from './roles.ts';
import type { Role } from './roles.ts';

/** What a prompt may have in braces. */
type Placeholder = 'facts' | 'text' | 'criticism';

/** What a role must be told, and may. */
const NEEDS: Readonly<Record<Role, readonly Placeholder[]>> = {
  summarizer: ['facts'],
  evaluator: ['text'],
  refiner: ['text', 'criticism'],
};
const KNOWS: Readonly<Record<Role, readonly Placeholder[]>> = {
  summarizer: ['facts'],
  evaluator: ['facts', 'text'],
  refiner: ['facts', 'text', 'criticism'],
};

export type Prompts = Readonly<Record<Role, string>>;

/** What is put in the place of the placeholders. */
export type PromptValues = Partial<Readonly<Record<Placeholder, string>>>;

const PLACEHOLDER = /\{(\w+)\}/g;

/** The prompts that sid has. */
export function ownPrompts(): string {
  return join(packageFolder(), 'configs', 'prompts');
}

/**
 * Reads summarizer.txt, evaluator.txt and refiner.txt.
 *
 * @throws UserError naming the file where it is missing, lacks a placeholder or has an unknown one
 */
export function readPrompts(folder: string): Prompts {
  const read = ROLES.map((role) => [role, readPrompt(join(folder, `${role}.txt`), role)] as const);
  return Object.fromEntries(read) as Prompts;
}

function readPrompt(path: string, role: Role): string {
  const prompt = readText(path);
  const found = [...prompt.matchAll(PLACEHOLDER)].map(([, name]) => name);
  const unknown = found.find((name) => !(KNOWS[role] as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new UserError(
      `${path}: {${unknown}} is no placeholder of the ${role}; ${suggestName(unknown, KNOWS[role])}`,
    );
  }
  const missing = NEEDS[role].find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new UserError(`${path} lacks {${missing}}; put it where the ${missing} shall stand`);
  }
  if (role === 'evaluator' && !prompt.includes(STOP)) {
    throw new UserError(`${path} lacks ${STOP}; say that it is the answer to a good text`);
  }
  return prompt;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    const why = systemErrorCode(error) === 'ENOENT' ? 'does not exist' : messageOf(error);
    throw new UserError(
      `${path} ${why}; a folder of prompts holds ${ROLES.map((role) => `${role}.txt`).join(', ')}`,
    );
  }
}

/** A prompt with its placeholders filled in. Braces within the values stay as they are. */
export function fillPrompt(prompt: string, values: PromptValues): string {
  return prompt.replaceAll(PLACEHOLDER, (_, name: Placeholder) => values[name] ?? '');
}
