import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { Bench } from '../../src/verify/fixture-bench.test-support.ts';
import { CanvassBench } from '../../src/verify/fixture-canvass-bench.test-support.ts';
import { certify, playCourse } from '../../src/verify/fixture-canvass-course.test-support.ts';
import { act } from '../../src/verify/fixture-election.test-support.ts';
import { type Files, playToy } from '../../src/verify/fixture-publisher.test-support.ts';
import { verifyPublic } from '../../src/verify/index.ts';
import { nodeCrypto, signerFromSeed } from '../crypto/node-crypto.ts';
import { createFolderSource } from './folder-source.ts';
import { createHttpSource, type HttpSourceOptions } from './http-source.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-test-'));
  folders.push(folder);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

describe('a folder', () => {
  it('is verified, and gives every file it has', () => {
    const source = expectOk(createFolderSource(folderOf(bench.valid)), 'folder');
    expect(expectOk(source.list(), 'list')?.length).toBe(bench.valid.size);
    expect(verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto }).kind).toBe('verified');
  });

  it('must exist', () => {
    expect(createFolderSource(join(tmpdir(), 'cotejo-none'))).toMatchObject({ error: { kind: 'no-such-folder' } });
  });

  it('refuses links that lead out, whether file or folder, and follows those that stay inside', () => {
    const outside = folderOf(new Map([['secret', new Uint8Array(3)]]));
    const folder = folderOf(bench.valid);
    symlinkSync(join(outside, 'secret'), join(folder, 'link'));
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync('style.css', join(folder, 'inside'));
    symlinkSync('nowhere', join(folder, 'broken'));
    const source = expectOk(createFolderSource(folder), 'folder');
    expect(source.read('link')).toMatchObject({ error: { kind: 'forbidden-link' } });
    expect(source.read('out/secret')).toMatchObject({ error: { kind: 'forbidden-link' } });
    expect(source.read('inside')).toMatchObject({ ok: true });
    expect(source.read('broken')).toMatchObject({ error: { kind: 'read-failed' } });
    expect(source.read('../x')).toMatchObject({ error: { kind: 'bad-path' } });
    expect(expectOk(source.list(), 'list')).toEqual(expect.arrayContaining(['link', 'out', 'inside', 'broken']));
    expect(verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto })).toMatchObject({ findingsTotal: 4 });
  });

  it('refuses what is too large, no file, or not there', () => {
    const folder = folderOf(new Map([['large', new Uint8Array(1)]]));
    truncateSync(join(folder, 'large'), 64 * 1024 * 1024 + 1);
    mkdirSync(join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const source = expectOk(createFolderSource(folder), 'folder');
    expect(source.read('large')).toMatchObject({ error: { kind: 'too-large' } });
    expect(source.read('folder')).toMatchObject({ error: { kind: 'read-failed' } });
    expect(source.read('pipe')).toMatchObject({ error: { kind: 'read-failed' } });
    expect(source.read('large/x')).toMatchObject({ error: { kind: 'not-found' } });
    expect(source.read('none/x')).toMatchObject({ error: { kind: 'not-found' } });
  });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function siteAt(answer: Answer): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/site`;
}
function serve(files: () => Files): Answer {
  return (request, response) => {
    const bytes = files().get((request.url ?? '').slice('/site/'.length));
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  };
}
async function refusal(answer: Answer, options: HttpSourceOptions = {}): Promise<string> {
  const source = await createHttpSource(await siteAt(answer), { pauseMs: 1, ...options });
  return source.ok ? 'ok' : source.error.kind;
}

describe('a site', () => {
  it('is verified like its folder, and its copy is removed', async () => {
    const source = expectOk(await createHttpSource(await siteAt(serve(() => bench.valid)), { pauseMs: 1 }), 'site');
    const verdict = verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto });
    expect(verdict).toMatchObject({ kind: 'verified', report: { listed: false } });
    source.close();
    expect(source.read('checkpoint')).toMatchObject({ error: { kind: 'not-found' } });
  });

  it('that lacks a file or has a false one is found out', async () => {
    const files = new Map(bench.valid).set('style.css', new Uint8Array(8));
    files.delete('data/u/u3.json');
    const source = expectOk(await createHttpSource(await siteAt(serve(() => files)), { pauseMs: 1 }), 'site');
    const verdict = verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto });
    expect(verdict).toMatchObject({ kind: 'failed', findingsTotal: 2 });
    source.close();
  });

  it('shows its pictures: those that are due, and none before', async () => {
    const verify = async (files: Files, options: HttpSourceOptions = {}) => {
      const source = expectOk(
        await createHttpSource(await siteAt(serve(() => files)), { pauseMs: 1, ...options }),
        'site',
      );
      const verdict = verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto });
      source.close();
      return verdict;
    };
    expect(await verify(bench.valid)).toMatchObject({
      kind: 'verified',
      report: { pictures: 2, picturesNotFetched: 0 },
    });
    const path = [...bench.valid.keys()].find((name) => name.startsWith('pictures/')) ?? '';
    const missing = new Map(bench.valid);
    missing.delete(path);
    expect(await verify(missing)).toMatchObject({ findings: [{ kind: 'missing-picture', path }] });
    const other = new Map(bench.valid).set(path, new Uint8Array(5));
    expect(await verify(other)).toMatchObject({ findings: [{ kind: 'picture-hash', path }] });
    const toy = bench.toy();
    playToy(toy);
    const [early, bytes] = toy.pictureNamed('paper of s3');
    const shown = toy.publish({ pictures: (pictures) => pictures.set(early, bytes) });
    expect(await verify(shown)).toMatchObject({ findings: [{ kind: 'shown-early', path: early }] });
  });

  it('has the papers of its sessions and certificates, and is found out without one', async () => {
    const official = new CanvassBench(nodeCrypto, signerFromSeed);
    const files = official.official((desk) => {
      playCourse(desk);
      certify(desk, official.certifiers);
    });
    const kindsOf = async (site: Files) => {
      const source = expectOk(await createHttpSource(await siteAt(serve(() => site)), { pauseMs: 1 }), 'site');
      const verdict = verifyPublic({ source, trust: null, crypto: nodeCrypto });
      source.close();
      return 'findings' in verdict ? verdict.findings.map(({ kind }) => kind) : [];
    };
    expect(await kindsOf(files)).toEqual([]);
    const papers = [...files.keys()].filter((path) => path.startsWith('papers/'));
    expect(papers.length).toBeGreaterThan(3);
    const without = new Map(files);
    without.delete(papers[0] ?? '');
    expect(await kindsOf(without)).toEqual(['missing-paper']);
    expect(await kindsOf(new Map(files).set(papers[0] ?? '', new Uint8Array(3)))).toEqual(['paper-hash']);
  });

  it('with more pictures than the bound is verified without them, and it is said', async () => {
    const site = await siteAt(serve(() => bench.valid));
    const source = expectOk(await createHttpSource(site, { pauseMs: 1, pictureBytes: 0 }), 'site');
    const verdict = verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto });
    expect(verdict).toMatchObject({ kind: 'verified', report: { pictures: 0, picturesNotFetched: 2 } });
    source.close();
  });

  it('that publishes while it is read is read again, and given up after four attempts', async () => {
    const toy = bench.toy();
    playToy(toy);
    let files = toy.publish();
    let moves = 2;
    // Once an attempt: each begins with the checkpoint.
    let movesNow = false;
    const moving: Answer = (request, response) => {
      if (request.url?.endsWith('checkpoint') === true) movesNow = true;
      const isLast = request.url?.endsWith('.html') === true;
      serve(() => files)(request, response);
      if (!isLast || moves === 0 || !movesNow) return;
      movesNow = false;
      moves--;
      toy.add(act.notice('It goes on'));
      files = toy.publish();
    };
    const source = expectOk(await createHttpSource(await siteAt(moving), { pauseMs: 1 }), 'site');
    expect(verifyPublic({ source, trust: bench.trust, crypto: nodeCrypto }).kind).toBe('verified');
    source.close();
    moves = Number.POSITIVE_INFINITY;
    expect(await refusal(moving)).toBe('state-moved');
  });

  it('may renew its heartbeat while it is read', async () => {
    const read = bench.valid.get('checkpoint') ?? new Uint8Array(0);
    let beats = 0;
    // Only the signatures differ, as after a heartbeat; that these are not valid is for the verification.
    const answer: Answer = (request, response) => {
      if (request.url?.endsWith('checkpoint') !== true) serve(() => bench.valid)(request, response);
      else response.end(Buffer.concat([read, Buffer.from(`— x ${beats++}\n`)]));
    };
    expect(await refusal(answer)).toBe('ok');
  });

  it('waits when it is told to, but not for ever', async () => {
    let busy = 3;
    const answer: Answer = (request, response) => {
      if (busy-- <= 0) return serve(() => bench.valid)(request, response);
      response.writeHead(503, { 'retry-after': '9999' }).end();
    };
    expect(await refusal(answer, { bounds: { waitMs: 5 } })).toBe('ok');
    busy = Number.POSITIVE_INFINITY;
    expect(await refusal(answer, { bounds: { waitMs: 5 } })).toBe('http-status');
  });

  it('that sends too much, too slowly, or elsewhere is refused', async () => {
    const large: Answer = (_, response) => response.end(Buffer.alloc(5000));
    expect(await refusal(large, { bounds: { fileBytes: 4000 } })).toBe('too-large');
    expect(await refusal(large, { bounds: { totalBytes: 6000 } })).toBe('too-much');
    expect(
      await refusal(
        serve(() => bench.valid),
        { bounds: { requests: 10 } },
      ),
    ).toBe('too-many-requests');
    const drip: Answer = (_, response) => void response.write('x');
    expect(await refusal(drip, { bounds: { timeoutMs: 50 } })).toBe('timed-out');
    const away: Answer = (_, response) => response.writeHead(302, { location: 'http://localhost:9/' }).end();
    expect(await refusal(away)).toBe('redirected-elsewhere');
    const round: Answer = (request, response) => response.writeHead(302, { location: request.url }).end();
    expect(await refusal(round)).toBe('redirected-elsewhere');
    const broken: Answer = (_, response) => response.writeHead(500).end();
    expect(await refusal(broken)).toBe('http-status');
  });

  it('whose manifest names a file and files below it is read without harm', async () => {
    const shard = new TextEncoder().encode('{"files":{"a":["",1],"a/b":["",1]}}');
    const hash = Buffer.from(nodeCrypto.sha256(shard)).toString('base64');
    const manifest = `{"at":0,"covers":{"official":0,"preliminary":0},"shards":[{"bytes":2,"files":2,"path":"manifest/000.json","sha256":"${hash}"}],"size":1,"v":1}`;
    const files = new Map(bench.valid).set('manifest/000.json', shard).set('a', shard).set('a/b', shard);
    files.set('manifest.json', new TextEncoder().encode(manifest));
    expect(await refusal(serve(() => files))).toBe('ok');
  });

  it('needs an address of the web', async () => {
    for (const address of ['', 'file:///etc', 'nowhere', 'ftp://x/']) {
      expect(await createHttpSource(address)).toMatchObject({ error: { kind: 'bad-address' } });
    }
  });
});
