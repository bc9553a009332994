import { Problem, refused } from './problem.ts';
import type { Wire, WireGroup } from './wire.ts';

/** The words of a type that Stripe leaves open to further words. */
type Known<T> = T extends string ? (string & Record<never, never> extends T ? never : T) : never;
/** Says yes once for a union, where a conditional type would be asked for each member. */
type Some<T, Then> = [T] extends [never] ? never : Then;
type Groups<T> = T extends readonly unknown[] ? never : T extends object ? (T extends string ? never : T) : never;
type Listed<T> = T extends readonly (infer Item)[] ? Item : never;
interface Range {
  gt: number;
  gte: number;
  lt: number;
  lte: number;
}

/**
 * How a parameter of the SDK's type `T` is written in a form. `unsupported`: Stripe knows it, this stand-in does not.
 */
export type Rule<T> =
  | 'unsupported'
  | Some<Extract<T, string>, 'text'>
  | Some<Known<T>, readonly Known<T>[]>
  | Some<Extract<T, number>, 'number'>
  | Some<Extract<T, boolean>, 'flag'>
  | Some<Listed<T>, { each: Rule<Listed<T>> }>
  | (Groups<T> extends infer Group
      ? [Group] extends [never]
        ? never
        : string extends keyof Group
          ? 'metadata'
          : Required<Group> extends Range
            ? 'range'
            : { group: Fields<Group> }
      : never);

/** A parameter that an empty text unsets has its rule in `unset`. */
type ParameterRule<T> = null extends T
  ? 'unsupported' | { unset: Rule<Exclude<T, '' | null | undefined>> }
  : Rule<NonNullable<T>>;

/** Every parameter of the SDK's type has a rule, and no other: TypeScript checks both. */
export type Fields<P> = { readonly [Name in keyof Required<P>]: ParameterRule<P[Name]> };

type AnyRule = string | readonly string[] | { each: AnyRule } | { group: Record<string, AnyRule> } | { unset: AnyRule };

/** The parameters that a request gives, typed. @throws Problem as Stripe answers, for the first that can not be used. */
export function readParameters<P>(fields: Fields<P>, given: WireGroup): P {
  return readGroup(fields as unknown as Record<string, AnyRule>, given, '') as P;
}

function readGroup(fields: Record<string, AnyRule>, given: WireGroup, inside: string): Record<string, unknown> {
  const entries = Object.entries(given).map(([name, wire]) => {
    const param = inside === '' ? name : `${inside}[${name}]`;
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (rule === undefined) {
      throw notBegun(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
    }
    return [name, readValue(rule, wire, param)] as const;
  });
  return Object.fromEntries(entries);
}

function readValue(rule: AnyRule, wire: Wire, param: string): unknown {
  if (typeof rule === 'object' && 'unset' in rule) return wire === '' ? '' : readValue(rule.unset, wire, param);
  if (rule === 'unsupported') {
    throw new Problem(501, {
      type: 'api_error',
      message: `The stand-in does not know what to do with ${param}.`,
      param,
    });
  }
  if (wire === '' && rule !== 'metadata') {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
    throw notBegun(message, param, 'parameter_invalid_empty');
  }
  if (typeof rule === 'string') return readSimple(rule, wire, param);
  if (Array.isArray(rule)) return readWord(rule, wire, param);
  if ('each' in rule) {
    if (!Array.isArray(wire)) throw notBegun('Invalid array', param);
    return wire.map((item, index) => readValue((rule as { each: AnyRule }).each, item, `${param}[${index}]`));
  }
  if (typeof wire === 'string' || Array.isArray(wire)) throw notBegun('Invalid object', param);
  return readGroup((rule as { group: Record<string, AnyRule> }).group, wire, param);
}

function readWord(words: readonly string[], wire: Wire, param: string): string {
  if (typeof wire === 'string' && words.includes(wire)) return wire;
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  throw notBegun(`Invalid ${param}: must be one of ${list}`, param);
}

function readSimple(rule: string, wire: Wire, param: string): unknown {
  if (rule === 'metadata') return readMetadata(wire, param);
  if (rule === 'range') return readRange(wire, param);
  if (typeof wire !== 'string') throw notBegun('Invalid string', param);
  if (rule === 'text') return wire;
  if (rule === 'flag') {
    if (wire === 'true' || wire === 'false') return wire === 'true';
    throw notBegun(`Invalid boolean: ${wire}`, param);
  }
  if (/^-?\d{1,15}(\.\d+)?$/.test(wire)) return Number(wire);
  throw notBegun(`Invalid integer: ${wire}`, param, 'parameter_invalid_integer');
}

/** At most 50 keys of 40 characters, values of 500 (https://docs.stripe.com/api/metadata). */
function readMetadata(wire: Wire, param: string): Record<string, string> {
  if (typeof wire === 'string' || Array.isArray(wire)) throw notBegun('Invalid object', param);
  const entries = Object.entries(wire);
  if (entries.length > 50) throw notBegun('You can specify up to 50 keys in metadata.', param);
  for (const [key, value] of entries) {
    if (typeof value !== 'string') throw notBegun('Metadata values must be strings.', `${param}[${key}]`);
    if (key.length > 40) throw notBegun('Metadata keys can have up to 40 characters.', `${param}[${key}]`);
    if (value.length > 500) throw notBegun('Metadata values can have up to 500 characters.', `${param}[${key}]`);
  }
  return Object.fromEntries(entries as [string, string][]);
}

function readRange(wire: Wire, param: string): unknown {
  if (typeof wire === 'string') return readSimple('number', wire, param);
  return readGroup({ gt: 'number', gte: 'number', lt: 'number', lte: 'number' }, wire as WireGroup, param);
}

function notBegun(message: string, param: string, code?: string): Problem {
  const { body } = refused(message, param, code);
  return new Problem(400, { ...body.error, message }, { began: false });
}
