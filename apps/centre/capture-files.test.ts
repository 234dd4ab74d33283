import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { captureFiles } from './capture-files.ts';

const KB = 1024;

describe('the field app', async () => {
  const build = await captureFiles();
  const files = new Map(build.files.map((file) => [file.path, file]));
  const text = (path: string) => Buffer.from(files.get(path)?.bytes ?? []).toString('utf8');

  it('is small on its first visit', () => {
    expect(build.firstLoad).toBeLessThanOrEqual(150 * KB);
  });

  it('names in its page exactly files that are there, and runs nothing else', () => {
    const page = text('/capture/index.html');
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((found) => found[1] ?? '');
    expect(named.length).toBeGreaterThanOrEqual(4);
    for (const path of named) expect([...files.keys()]).toContain(path);
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=/);
  });

  it('gives the service worker the name of every file', () => {
    const [, shell = '', later = ''] = /SHELL=(\[.*?\]),LATER=(\[.*?\]);/.exec(text('/capture/worker.js')) ?? [];
    const listed = [...JSON.parse(shell), ...JSON.parse(later)].map((path) => path.replace(/\/$/, '/index.html'));
    const aside = ['/capture/worker.js', '/capture'];
    expect(new Set(listed)).toEqual(new Set([...files.keys()].filter((path) => !aside.includes(path))));
    expect(JSON.parse(shell)).toContain('/capture/');
    expect(shell).not.toContain('zxing');
    expect(text('/capture/worker.js')).toContain(build.version);
  });

  it('runs under a policy of its own, and is compressed without loss', () => {
    for (const { path, headers, bytes, gzipped } of build.files) {
      const policy = headers?.['content-security-policy'] ?? '';
      expect(policy, path).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).not.toContain('unsafe-inline');
      if (gzipped !== undefined) expect(gunzipSync(gzipped).equals(bytes), path).toBe(true);
      // Whatever a browser keeps for ever is named by its bytes.
      const forEver = headers?.['cache-control']?.includes('immutable') ?? false;
      expect(forEver, path).toBe(/-[A-Z0-9]{8}\.(js|css)$/.test(path));
    }
  });

  it('compresses all that is large', () => {
    for (const { path, bytes, gzipped } of build.files)
      expect(bytes.length < KB || gzipped !== undefined, path).toBe(true);
  });

  it('has no sources beside it, and nothing of the tests', () => {
    for (const [path] of files) {
      if (path.endsWith('.wasm')) continue;
      expect(text(path), path).not.toMatch(/sourceMappingURL|test-support|fast-check/);
    }
  });
});
