import type { World } from '../world/world.ts';
import { unknownObject } from './problem.ts';
import { type Fields, readParameters } from './rules.ts';
import type { WireGroup } from './wire.ts';

/** One operation of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  pattern: RegExp;
  /** Reads what was sent, and does it. `expand` is what the answer should show whole. */
  run(world: World, wire: WireGroup, id: string): { answer: object; expand: string[] };
}

/** `path` with `:id` where an id stands. */
export function endpoint<P extends object>(
  method: Endpoint['method'],
  path: string,
  fields: Fields<P>,
  act: (world: World, given: P, id: string) => object,
): Endpoint {
  return {
    method,
    pattern: new RegExp(`^${path.replace(':id', '([A-Za-z0-9_-]+)')}$`),
    run(world, wire, id) {
      const given = readParameters(fields, wire);
      const { expand = [] } = given as { expand?: string[] };
      return { answer: act(world, given, id), expand };
    },
  };
}

/** The object of that id. @throws Problem when there is none; `noun` is what Stripe calls it. */
export function found<T>(records: Record<string, T>, id: string, noun: string, param = 'id'): T {
  const object = Object.hasOwn(records, id) ? records[id] : undefined;
  if (object === undefined) throw unknownObject(noun, id, param);
  return object;
}

/** Metadata with changes: an empty value removes its key, an empty text removes them all. */
export function mergedMetadata(
  kept: Record<string, string>,
  given: '' | null | Record<string, string | number | null> | undefined,
): Record<string, string> {
  if (given === undefined || given === null) return kept;
  if (given === '') return {};
  const entries = Object.entries({ ...kept, ...given }).map(([key, value]) => [key, String(value ?? '')] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
