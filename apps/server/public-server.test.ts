import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublicServer, startPublicServer } from './public-server.ts';
import { startServerThread } from './server-thread.ts';

describe('the server of the public folder', () => {
  let root = '';
  let server: PublicServer;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-server-'));
    const folder = join(root, 'public');
    for (const made of ['tile/0', 'es']) mkdirSync(join(folder, made), { recursive: true });
    writeFileSync(join(root, 'secret'), 'not public');
    writeFileSync(join(folder, 'checkpoint'), 'one\n');
    writeFileSync(join(folder, 'es/index.html'), `<p>${'ñ'.repeat(2000)}</p>`);
    // Hashes that begin like a gzip, a zlib and a zip file.
    for (const [name, magic] of Object.entries({
      '001': [0x1f, 0x8b],
      '002': [0x78, 0x9c],
      '003': [0x50, 0x4b, 3, 4],
    })) {
      writeFileSync(
        join(folder, 'tile/0', name),
        Uint8Array.from({ length: 8192 }, (_, i) => magic[i] ?? (i * 7) % 251),
      );
    }
    const options = { publicDirectory: folder, host: '127.0.0.1', port: 0, nextPorts: 0 };
    const started = await startPublicServer(options);
    if (!started.ok) throw new Error(started.error.detail);
    server = started.value;
  });
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each(['001', '002', '003'])('gives tile %s as it is, whatever its first bytes look like', async (name) => {
    const answer = await fetch(`${server.url}/tile/0/${name}`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect((await answer.arrayBuffer()).byteLength).toBe(8192);
    expect(answer.headers.get('cache-control')).toContain('immutable');
  });

  it('compresses text, and tells the browser what it may do', async () => {
    const answer = await fetch(`${server.url}/es/`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toContain('ññ');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/es/..%5c..%5csecret', '/.git', '/%00'])(
    'keeps what lies outside: %s',
    async (path) => {
      const answer = await raw(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('not public');
    },
  );

  it('refuses what is not reading, and does not keep a HEAD of the news waiting', async () => {
    expect((await fetch(`${server.url}/checkpoint`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${server.url}/live`, { method: 'HEAD', signal: AbortSignal.timeout(5000) })).status).toBe(404);
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  });

  it('gives whole files while they are replaced all the time', async () => {
    const path = join(root, 'public/busy.json');
    const text = (n: number) => JSON.stringify({ n, filling: 'x'.repeat((n % 7) * 400) });
    writeFileSync(path, text(0));
    let replaced = 0;
    const replace = setInterval(() => {
      for (let i = 0; i < 4; i++) {
        writeFileSync(`${path}.new`, text(++replaced));
        renameSync(`${path}.new`, path);
      }
    }, 0);
    try {
      for (let asked = 0; asked < 40; asked++) {
        const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`${server.url}/busy.json`)));
        for (const answer of answers) {
          const { n, filling } = (await answer.json()) as { n: number; filling: string };
          expect(filling.length).toBe((n % 7) * 400);
        }
      }
    } finally {
      clearInterval(replace);
    }
    expect(replaced).toBeGreaterThan(0);
  });

  it('tells listeners when there is a newer checkpoint', async () => {
    const answer = await fetch(`${server.url}/live`);
    const reader = answer.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('retry');
    writeFileSync(join(root, 'public/checkpoint'), 'another\n');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('data: checkpoint');
    await reader?.cancel();
  });

  it('turns every reader away while reading is off, and hangs up on those who wait for news', async () => {
    const news = await fetch(`${server.url}/live`);
    const reader = news.body?.getReader();
    await reader?.read();
    await server.reading.set(false);
    expect((await reader?.read())?.done).toBe(true);
    for (const path of ['/', '/es/', '/en/nothing', '/checkpoint', '/tile/0/001', '/live', '/../secret']) {
      const answer = await raw(path);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(answer.body).toContain('no se pueden leer por ahora');
      expect(answer.body).toContain('cannot be read for now');
    }
    const answer = await fetch(`${server.url}/es/`);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${server.url}/es/`, { method: 'HEAD' })).status).toBe(503);
    expect((await fetch(`${server.url}/es/`, { method: 'DELETE' })).status).toBe(503);
    await server.reading.set(true);
    expect((await fetch(`${server.url}/es/`)).status).toBe(200);
  });

  it('is switched also in a thread of its own, and may begin switched off', async () => {
    const options = { publicDirectory: join(root, 'public'), host: '127.0.0.1', port: 0, nextPorts: 0, reading: false };
    const thread = await startServerThread(options);
    if (!thread.ok) throw new Error(thread.error.detail);
    const { url, reading, close } = thread.value;
    const status = async () => (await fetch(`${url}/checkpoint`)).status;
    expect([reading.isOn, await status()]).toEqual([false, 503]);
    await reading.set(true);
    expect([reading.isOn, await status()]).toEqual([true, 200]);
    await Promise.all([reading.set(false), reading.set(true), reading.set(false)]);
    expect([reading.isOn, await status()]).toEqual([false, 503]);
    await close();
    // The thread is gone: nobody waits for it.
    await reading.set(true);
  });

  /** `fetch` tidies paths up; a hostile client does not. */
  function raw(path: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const asked = request({ hostname, port, path }, (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => {
          body += chunk.toString('utf8');
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      });
      asked.on('error', reject);
      asked.end();
    });
  }
});
