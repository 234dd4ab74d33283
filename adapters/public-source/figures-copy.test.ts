import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { Bench } from '../../src/verify/fixture-bench.test-support.ts';
import { act } from '../../src/verify/fixture-election.test-support.ts';
import type { Files } from '../../src/verify/fixture-publisher.test-support.ts';
import { nodeCrypto, signerFromSeed } from '../crypto/node-crypto.ts';
import { type FiguresCopyOptions, fetchFigures } from './figures-copy.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const later = bench.published({}, (toy) => void toy.add(act.resume()));

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

type Answer = (path: string, response: ServerResponse, request: IncomingMessage) => void;

async function siteAt(answer: Answer): Promise<string> {
  const started = createServer((request, response) =>
    answer((request.url ?? '').slice('/site/'.length), response, request),
  );
  server = started;
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/site`;
}

function send(response: ServerResponse, bytes: Uint8Array | undefined): void {
  response.statusCode = bytes === undefined ? 404 : 200;
  response.end(bytes);
}

async function refusal(answer: Answer, bounds: FiguresCopyOptions['bounds'] = {}): Promise<unknown> {
  const copy = await fetchFigures(await siteAt(answer), { pauseMs: 1, bounds: { retries: 0, ...bounds } });
  return copy.ok ? 'ok' : copy.error.kind;
}

describe('the figures of a site', () => {
  it('are fetched with the definition and nothing else, and removed again', async () => {
    const asked: string[] = [];
    const address = await siteAt((path, response) => {
      asked.push(path);
      send(response, bench.valid.get(path));
    });
    const copy = expectOk(await fetchFigures(address), 'copy');
    const wanted = [...bench.valid.keys()].filter((path) => /^(definition|data\/u)\//.test(path));
    expect(wanted.length).toBeGreaterThan(4);
    for (const path of wanted) {
      expect(Buffer.compare(readFileSync(join(copy.folder, path)), bench.valid.get(path) as Uint8Array), path).toBe(0);
    }
    expect(asked.filter((path) => !wanted.includes(path) && !path.startsWith('manifest'))).toEqual([]);
    expect(copy.requests).toBe(asked.length);
    copy.close();
    expect(existsSync(copy.folder)).toBe(false);
  });

  it('are of one state, also where the site publishes while they are read', async () => {
    // At each of its requests the site may have gone over to its next state.
    const paths = [...bench.valid.keys()];
    for (let goesOver = 1; goesOver < paths.length; goesOver += 3) {
      let requests = 0;
      const address = await siteAt((path, response) => {
        send(response, (++requests > goesOver ? later : bench.valid).get(path));
      });
      const copy = expectOk(await fetchFigures(address, { pauseMs: 1 }), `copy ${goesOver}`);
      const of = (files: Files) =>
        [...files].every(([path, bytes]) => {
          if (!/^data\/u\//.test(path)) return true;
          const full = join(copy.folder, path);
          return existsSync(full) && Buffer.compare(readFileSync(full), bytes) === 0;
        });
      expect([of(bench.valid), of(later)], String(goesOver)).toContain(true);
      copy.close();
      server?.close();
    }
  });

  it('are refused where a file stays another than its manifest says, or is missing', async () => {
    const odd = (path: string, response: ServerResponse) =>
      send(response, path === 'data/u/u0.json' ? new Uint8Array(9) : bench.valid.get(path));
    expect(await refusal(odd)).toBe('not-its-manifest');
    const without = (path: string, response: ServerResponse) =>
      send(response, path === 'definition/units.json' ? undefined : bench.valid.get(path));
    expect(await refusal(without)).toBe('not-its-manifest');
  });

  it('are refused where no public folder is', async () => {
    expect(await refusal((_path, response) => send(response, undefined))).toBe('no-public-folder');
    const text = new TextEncoder().encode('<!doctype html>');
    expect(await refusal((_path, response) => send(response, text))).toBe('no-public-folder');
    const none = await fetchFigures('ftp://example.org/');
    expect(none).toMatchObject({ error: { kind: 'bad-address' } });
  });

  it('are refused of a host that sends too much, too slowly, or elsewhere', async () => {
    const valid: Answer = (path, response) => send(response, bench.valid.get(path));
    expect(await refusal(valid, { fileBytes: 100 })).toBe('too-large');
    expect(await refusal(valid, { totalBytes: 3000 })).toBe('too-much');
    expect(await refusal(valid, { requests: 3 })).toBe('too-many-requests');
    expect(await refusal((_path, response) => void response.write('{'), { timeoutMs: 60 })).toBe('timed-out');
    const away: Answer = (_path, response) => {
      response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end();
    };
    expect(await refusal(away)).toBe('redirected-elsewhere');
  });
});
