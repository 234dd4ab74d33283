import type { Answer, Client } from './desk-server.test-support.ts';

/* A client that knows the interface by its own description and tries all of it. */

type Json = Record<string, unknown>;
export type Operation = { readonly method: string; readonly path: string; readonly schema: Json | null };

/** Every operation that the server describes, but those of better-auth. */
export async function operationsOf(client: Client): Promise<Operation[]> {
  const { body } = await client.get('/api/openapi.json');
  return Object.entries(body['paths'] as Record<string, Record<string, Json>>)
    .filter(([path]) => !path.startsWith('/api/auth'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => ({
        ...{ method: method.toUpperCase(), path },
        schema: schemaIn(requestBody),
      })),
    );
}

function schemaIn(requestBody: unknown): Json | null {
  const content = (requestBody as { content?: Record<string, { schema: Json }> } | undefined)?.content;
  return content?.['application/json']?.schema ?? null;
}

/** Addresses of an operation with all values that its parameters may sensibly have. */
export function addressesOf(
  { path }: Operation,
  values: Readonly<Record<string, readonly (string | number)[]>>,
): string[] {
  let addresses = [path];
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    addresses = addresses.flatMap((address) =>
      (values[name] ?? ['x']).map((value) => address.replace(`{${name}}`, String(value))),
    );
  }
  return addresses;
}

/** All that an answer tells, but for what a clock and a connection say. */
export function toldBy({ status, headers, text }: Answer): string {
  const own = [...headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name));
  return JSON.stringify([status, own, text.replace(/,"now":\d+}$/, '}')]);
}

/** Every GET and HEAD, and every POST with all of the bodies; what each answers, by what was asked. */
export async function sweep(
  client: Client,
  values: Readonly<Record<string, readonly (string | number)[]>>,
  bodies: readonly unknown[],
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const operation of await operationsOf(client)) {
    for (const address of addressesOf(operation, values)) {
      if (operation.method !== 'POST') {
        answers.set(`${operation.method} ${address}`, await client.ask(operation.method, address));
        continue;
      }
      for (const body of bodies) {
        answers.set(`POST ${address} ${JSON.stringify(body)}`, await client.post(address, body));
      }
    }
  }
  return answers;
}
