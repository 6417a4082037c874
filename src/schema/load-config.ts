// Extends, --set, frozen.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';
import { isObject } from './parse-json.ts';

/** A configuration as read: nothing is checked yet but that it is an object. */
export type RawConfig = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON configuration and freezes it. `"extends": "other.json"` takes another file's keys first (its
 * name is relative to this file), a list those of several, the later over the earlier; objects are merged,
 * everything else replaces. Texts that begin with
 * "./" or "../" are paths relative to the file they stand in.
 *
 * @param sets `--set` options, "a.b=3": applied last; the value is JSON, or a text if it is not
 * @throws UserError for a missing file, bad JSON, or files that extend each other in a circle
 */
export function loadConfig(path: string, sets: readonly string[] = []): RawConfig {
  let config = readWithParents(resolve(path), []);
  for (const set of sets) config = applySet(config, set);
  return deepFreeze(config);
}

function readWithParents(path: string, children: readonly string[]): RawConfig {
  if (children.includes(path)) {
    throw new UserError(
      `${children[0]} extends itself through ${[...children, path].join(' -> ')}`,
    );
  }
  const { extends: named = [], ...own } = resolvePaths(readJsonObject(path), dirname(path));
  const parents: readonly unknown[] = Array.isArray(named) ? named : [named];
  let config: RawConfig = {};
  for (const parent of parents) {
    if (typeof parent !== 'string') {
      throw new UserError(`${path}: "extends" must be the name of another file, or a list of them`);
    }
    const below = readWithParents(resolve(dirname(path), parent), [...children, path]);
    config = merge(config, below);
  }
  return merge(config, own);
}

function readJsonObject(path: string): Record<string, unknown> {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new UserError(`${path} does not exist`);
    throw new UserError(`${path} cannot be read (${messageOf(error)})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UserError(`${path} is not valid JSON (${messageOf(error)})`);
  }
  if (!isObject(value)) throw new UserError(`${path} must hold one JSON object`);
  return value;
}

function resolvePaths(value: Record<string, unknown>, folder: string): Record<string, unknown> {
  const resolveOne = (each: unknown): unknown => {
    if (typeof each === 'string') return /^\.\.?\//.test(each) ? resolve(folder, each) : each;
    if (Array.isArray(each)) return each.map(resolveOne);
    return isObject(each) ? resolvePaths(each, folder) : each;
  };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolveOne(each)]));
}

function merge(base: RawConfig, over: RawConfig): RawConfig {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isObject(value) && isObject(below) ? merge(below, value) : value;
  }
  return merged;
}

function applySet(config: RawConfig, set: string): RawConfig {
  const match = /^([\w-]+(?:\.[\w-]+)*)=(.*)$/s.exec(set);
  if (match === null) throw new UserError(`"${set}" is not understood; give KEY=VALUE, like a.b=3`);
  const keys = match[1].split('.');
  let over: unknown = parseValue(match[2]);
  for (const key of keys.reverse()) over = { [key]: over };
  return merge(config, over as RawConfig);
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) deepFreeze(each);
    Object.freeze(value);
  }
  return value;
}
