import fc from 'fast-check';

/* What a JSON schema of the interface describes, and what nearly is it. */

type Schema = Readonly<Record<string, unknown>>;

/** Values that mean something here, so that a valid body also gets somewhere. */
export type Known = { readonly texts: readonly string[]; readonly numbers: readonly number[] };

/** Valid values of a schema, as far as a schema says. */
export function validOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => validOf(choice, known)));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, known);
    case 'array':
      return arrayOf(schema, known);
    case 'string':
      return textOf(schema, known);
    case 'integer':
    case 'number':
      return numberOf(schema, known);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`no generator for ${JSON.stringify(schema)}`);
  }
}

function objectOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const required = (schema['required'] ?? []) as string[];
  const record = Object.fromEntries(properties.map(([name, of]) => [name, validOf(of, known)]));
  return fc.record(record, { requiredKeys: required });
}

function arrayOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const tuple = schema['prefixItems'] as readonly Schema[] | undefined;
  if (tuple !== undefined) return fc.tuple(...tuple.map((item) => validOf(item, known)));
  const maxLength = Math.min(Number(schema['maxItems'] ?? 4), 4);
  return fc.array(validOf(schema['items'] as Schema, known), { maxLength });
}

function textOf(schema: Schema, { texts }: Known): fc.Arbitrary<unknown> {
  const minLength = Number(schema['minLength'] ?? 0);
  const maxLength = Number(schema['maxLength'] ?? 200);
  const fitting = texts.filter((text) => text.length >= minLength && text.length <= maxLength);
  const unit = fc.constantFrom('grapheme', 'binary') as fc.Arbitrary<'grapheme' | 'binary'>;
  const free = unit.chain((of) =>
    fc.string({ unit: of, minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) }),
  );
  return fitting.length === 0 ? free : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, free);
}

function numberOf(schema: Schema, { numbers }: Known): fc.Arbitrary<unknown> {
  const min = Number(schema['minimum'] ?? Number.MIN_SAFE_INTEGER);
  const max = Number(schema['maximum'] ?? Number.MAX_SAFE_INTEGER);
  const fitting = numbers.filter((number) => number >= min && number <= max);
  const free = fc.integer({ min, max });
  return fitting.length === 0 ? free : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, free);
}

/** What is in no schema. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    ' ',
    '\u0000',
    '\ud800',
    -1,
    0.5,
    1e308,
    -0,
    2 ** 53,
    [],
    {},
    '__proto__',
    'constructor',
  ),
  fc.constantFrom('../../keys', "' OR 1=1 --", '<script>', 'x'.repeat(2000), '٣', '1e9', 'null'),
  fc.jsonValue(),
);

/** A valid value with one thing in it changed, gone or too much. */
export function nearlyOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  return fc
    .tuple(validOf(schema, known), fc.nat(), odd, fc.constantFrom('replace', 'remove', 'add', 'double'))
    .map(([value, where, what, how]) => changed(structuredClone(value), where, what, how));
}

function changed(value: unknown, where: number, what: unknown, how: string): unknown {
  if (typeof value !== 'object' || value === null) return what;
  const own = value as Record<string, unknown>;
  const names = Object.keys(own);
  const name = names[where % Math.max(1, names.length)];
  if (how === 'add' || name === undefined) {
    Object.defineProperty(own, '__proto__', { value: what, enumerable: true, configurable: true });
    own['extra'] = what;
    return own;
  }
  const inner = own[name];
  if (how === 'double' && Array.isArray(inner)) own[name] = [...inner, ...inner, what];
  else if (typeof inner === 'object' && inner !== null && where % 2 === 0)
    own[name] = changed(inner, where >> 1, what, how);
  else if (how === 'remove') delete own[name];
  else own[name] = what;
  return own;
}
