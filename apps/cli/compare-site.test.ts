import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { Bench } from '../../src/verify/fixture-bench.test-support.ts';
import { compareCommand } from './compare-command.ts';
import type { SidesComparison } from './compare-sides.ts';
import { EXIT } from './exit-codes.ts';

/* The figures of somebody's site, held against a copy of them, and against a CSV. */

const folder = mkdtempSync(join(tmpdir(), 'cotejo-compare-site-'));
const files = new Bench(nodeCrypto, signerFromSeed).valid;
let server: Server;
let address = '';

beforeAll(async () => {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  server = createServer((request, response) => {
    const bytes = files.get((request.url ?? '').replace(/^\/count\//, ''));
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/count`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function compare(a: string, b?: string) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const output = { line: (t: string) => lines.push(t), error: (t: string) => errors.push(t) };
  const code = await compareCommand(a, b, { json: true }, output);
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}

it('the figures at an address are those of a copy of it', async () => {
  const { code, text, errors } = await compare(address, folder);
  expect([code, errors]).toEqual([EXIT.ok, '']);
  const found = JSON.parse(text) as SidesComparison & { a: { path: string; what: string } };
  expect(found.a).toEqual({ path: address, what: expect.stringContaining('not verified here') });
  const [contest] = found.contests;
  expect(contest).toMatchObject({ differs: 0, onlyA: 0, onlyB: 0 });
  expect(contest?.equal).toBeGreaterThan(0);
});

it('an address can be the second side, and what differs is told', async () => {
  const csv = join(folder, 'mine.csv');
  const [contest] = (JSON.parse((await compare(address, folder)).text) as SidesComparison).contests;
  const names = contest?.options.matched.map(([name]) => name) ?? [];
  writeFileSync(csv, `station,${names.join(',')}\ns1,${names.map(() => '1').join(',')}\n`);
  const { code, text } = await compare(csv, address);
  expect(code).toBe(EXIT.ok);
  expect((JSON.parse(text) as SidesComparison).contests[0]).toMatchObject({ differs: 1 });
});

it('an address that has none, one alone, and no address are refused', async () => {
  expect(await compare(folder, address.replace('/count', '/other'))).toMatchObject({
    code: EXIT.badInput,
    errors: expect.stringContaining('no public folder of Cotejo is there'),
  });
  expect(await compare(address)).toMatchObject({ code: EXIT.usage, errors: expect.stringContaining('one address') });
  expect(await compare('http://', folder)).toMatchObject({ code: EXIT.badInput });
});
