import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { Bench, edit } from '../../src/verify/fixture-bench.test-support.ts';
import type { Files } from '../../src/verify/fixture-publisher.test-support.ts';
import { type PublicSource, scanFile, shardFilesOf } from '../../src/verify/index.ts';
import { nodeCrypto, signerFromSeed } from '../crypto/node-crypto.ts';
import { FolderReader } from './folder-reader.ts';
import { createFolderSource } from './folder-source.ts';
import { ScanAhead, serveScans } from './scan-ahead.ts';
import { NumberedStrings, StringNumbers } from './scanned-strings.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cotejo-test-')));
  folders.push(folder);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

async function scanning(folder: string): Promise<ScanAhead> {
  const scans = new ScanAhead(folder);
  onTestFinished(() => scans.close());
  await vi.waitFor(() => expect(scans.isScanning).toBe(true), 10_000);
  return scans;
}

/** The same on this thread, and done before anything is asked for. */
function scannedBefore(folder: string): ScanAhead {
  return new ScanAhead(folder, (data) => {
    serveScans(new FolderReader(folder), data);
    return () => data.port.close();
  });
}

const listed = ['manifest/000.json', 'manifest/001.json'].flatMap((shard) => {
  const bytes = bench.valid.get(shard);
  return bytes === undefined ? [] : shardFilesOf(bytes).map(({ path }) => path);
});
const changed = (change: (files: Map<string, Uint8Array>) => void): Files => {
  const files = new Map(bench.valid);
  change(files);
  return files;
};

describe('a thread that looks at files ahead', () => {
  it('sees in every file of the manifest what the caller would see', async () => {
    const scans = await scanning(folderOf(bench.valid));
    expect(listed.length).toBeGreaterThan(20);
    for (const path of listed) {
      expect(scans.take(path)).toEqual(scanFile(nodeCrypto, path, bench.valid.get(path) ?? utf8('')));
    }
    expect(scans.take('')).toBeNull();
  });

  const changes: readonly (readonly [string, (files: Map<string, Uint8Array>) => void])[] = [
    ['nothing', () => {}],
    ['a false figure in a page', edit('es/u/u2.html', 'A">160', 'A">161')],
    ['a figure that is none', edit('es/u/u2.html', 'votes A', 'votes Z')],
    ['a figure that is no plain text', edit('es/u/u2.html', 'A">160', 'A"><b>160</b>')],
    ['a page of another unit', edit('es/u/u2.html', 'data-unit="u2"', 'data-unit="u3"')],
    ['a page without its votes', edit('es/u/u2.html', 'data-f="p pres votes A"', '')],
    ['a page that is no UTF-8', (files) => files.set('en/u/u2.html', Uint8Array.of(0xff))],
    ['other data of a place', edit('data/u/u2.json', '"v":1', '"v":2')],
    ['another state', edit('data/state.json', '"v":1', '"v":2')],
    ['a longer file', (files) => files.set('style.css', new Uint8Array(9))],
    ['a file that is not there', (files) => files.delete('data/u/u3.json')],
  ];
  const signed = changes.map(([what, change]): [string, Files] => [
    `signed, ${what}`,
    bench.published({ edit: change }),
  ]);
  it.each<[string, Files]>([
    ...signed,
    ...changes.map(([what, change]): [string, Files] => [what, changed(change)]),
    ['a list that is none', changed((files) => files.set('manifest/000.json', utf8('{}')))],
    ['no manifest', changed((files) => files.delete('manifest.json'))],
  ])('%s: the same verdict with it and without', (_, files) => {
    const folder = folderOf(files);
    const plain = expectOk(createFolderSource(folder), 'folder');
    const scans = scannedBefore(folder);
    const source: PublicSource = {
      list: () => plain.list(),
      read: (path) => plain.read(path),
      scanned: (path) => scans.take(path),
    };
    expect(bench.verify(files, { source })).toEqual(bench.verify(files, { source: plain }));
  });

  it('that was asked for another file, or was ended, gives nothing any more', async () => {
    const folder = folderOf(bench.valid);
    const asked = await scanning(folder);
    expect(asked.take(listed[1] ?? '')).toBeNull();
    expect(asked.take(listed[1] ?? '')).toBeNull();
    expect(asked.isScanning).toBe(false);
    const ended = await scanning(folder);
    ended.close();
    expect(ended.take(listed[0] ?? '')).toBeNull();
  });

  it('that cannot be started leaves all to the caller', () => {
    const refused = new ScanAhead(folderOf(bench.valid), () => {
      throw new Error('no threads here');
    });
    expect(refused.isScanning).toBe(false);
    expect(refused.take(listed[0] ?? '')).toBeNull();
  });

  it('looks at nothing while it is held, and at all of it then', async () => {
    const scans = new ScanAhead(folderOf(bench.valid), undefined, true);
    onTestFinished(() => scans.close());
    await vi.waitFor(() => expect(scans.isScanning).toBe(true), 10_000);
    expect(scans.handed).toBe(0);
    scans.release();
    for (const path of listed) {
      expect(scans.take(path)).toEqual(scanFile(nodeCrypto, path, bench.valid.get(path) ?? utf8('')));
    }
    expect(scans.handed).toBeGreaterThan(0);
  });

  it('is not started for a few files', () => {
    expect(ScanAhead.over(new FolderReader(folderOf(bench.valid)))).toBeNull();
    expect(ScanAhead.over(new FolderReader(folderOf(new Map())))).toBeNull();
  });
});

it('strings go over once, and a full book of them is begun anew', () => {
  const [here, there] = [new StringNumbers(), new NumberedStrings()];
  const long = 'x'.repeat(6 * 1024 * 1024);
  const texts = Array.from({ length: 9 }, (_, i) => [`a${i % 2}`, `${long}${i}`, 'ñ \u{1f5f3}', `a${i % 2}`]);
  let sent = 0;
  for (const some of texts) {
    const numbers = some.map((text) => here.of(text));
    const news = here.news();
    sent += news.added.length;
    there.hear(news);
    expect(numbers.map((number) => there.at(number) === some[numbers.indexOf(number)])).toEqual([
      true,
      true,
      true,
      true,
    ]);
  }
  // Three books of three turns each: in each of them the long ones, two short ones and the sign.
  expect(sent).toBe(9 + 3 * 3);
});
