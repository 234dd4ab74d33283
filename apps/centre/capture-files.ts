import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, stop } from 'esbuild';
import { type Bytes, utf8 } from '../../src/base/bytes.ts';
import type { DeskFile } from './desk-server-files.ts';

/*
 * The field app as its phones get it: apps/capture bundled when the server starts, in memory, and a service worker that knows
 * every file by name (docs/decisions/0021-bundle-for-phones.md).
 */

const FOLDER = new URL('../capture/', import.meta.url);
const BASE = '/capture/';
const SCRIPT = 'text/javascript; charset=utf-8';
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: SCRIPT,
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};
/** `wasm-unsafe-eval` lets the reader of QR codes be compiled; other origins are asked for nothing but the door's addresses. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' https:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS = {
  'content-security-policy': POLICY,
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
};
/** The name of a file with its hash in it stands for its bytes. */
const FOR_EVER = { ...HEADERS, 'cache-control': 'public, max-age=31536000, immutable' };

const OPTIONS = {
  bundle: true,
  write: false,
  minify: true,
  metafile: true,
  target: 'es2020',
  charset: 'utf8',
  logLevel: 'silent',
  outdir: BASE,
  absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
  tsconfigRaw: {},
} as const satisfies BuildOptions;

/** For those who type the address. */
const WITHOUT_SLASH: DeskFile = {
  path: BASE.slice(0, -1),
  bytes: utf8(`<!doctype html><meta http-equiv="refresh" content="0; url=${BASE}"><title>Cotejo</title>`),
  type: 'text/html; charset=utf-8',
  headers: HEADERS,
};

export type CaptureBuild = {
  readonly files: readonly DeskFile[];
  /** Hash over everything that the service worker keeps: another version is another app. */
  readonly version: string;
  readonly ms: number;
  /** Gzipped bytes of what a first visit waits for, and of what comes after it (the worker, the reader of QR codes). */
  readonly firstLoad: number;
  readonly later: number;
};

let built: Promise<CaptureBuild> | null = null;

/** Everything under `/capture/`, built once in a process. */
export function captureFiles(): Promise<CaptureBuild> {
  built ??= buildCapture();
  return built;
}

async function buildCapture(): Promise<CaptureBuild> {
  const began = performance.now();
  const [{ hashed, shell, main, styles }, workerText] = await Promise.all([bundleApp(), bundleWorker()]);
  // The bundler is a process of its own that nobody needs any more.
  await stop();
  const fixed = ['icon.svg', 'manifest.webmanifest'].map((name) => file(name, readFileSync(new URL(name, FOLDER))));
  const html = readFileSync(new URL('index.html', FOLDER), 'utf8')
    .replace(`${BASE}main.js`, `${BASE}${main}`)
    .replace(`${BASE}capture.css`, `${BASE}${styles}`)
    .replace('</head>', `${preloads([...shell], main)}</head>`);
  const index = file('index.html', utf8(html));
  const reader = file(
    'zxing_reader.wasm',
    readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))),
  );
  const first = [index, ...hashed.filter(({ path }) => shell.has(path))];
  const after = [...fixed, ...hashed.filter(({ path }) => !shell.has(path)), reader];
  const all = [...first, ...after];
  const version = hashOf(utf8(workerText), ...all.flatMap(({ path, bytes }) => [utf8(path), bytes]));
  const names = { version, shell: namesOf([...first, ...fixed]), later: namesOf(after) };
  const worker = file('worker.js', withNames(workerText, names));
  return {
    files: [...all, worker, WITHOUT_SLASH],
    version,
    ms: Math.round(performance.now() - began),
    firstLoad: weigh(first),
    later: weigh([...after, worker]),
  };
}

/** The app with a part of its own for what is imported at run time, and the styles; all under names with their hash. */
async function bundleApp() {
  const styles = ['capture.css'].filter((name) => existsSync(new URL(name, FOLDER)));
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    entryPoints: ['main.ts', ...styles].map((name) => fileURLToPath(new URL(name, FOLDER))),
    outbase: fileURLToPath(FOLDER),
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
  });
  const hashed = outputFiles.map(({ path, contents }) => file(nameOf(path), contents, FOR_EVER));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), output]));
  const entry = (source: string) =>
    [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith(`apps/capture/${source}`))?.[0] ?? '';
  const [main, css] = [entry('main.ts'), entry('capture.css')];
  const shell = new Set([main, css].flatMap((name) => neededBy(name, outputs)).map((name) => `${BASE}${name}`));
  return { hashed, shell, main, styles: css };
}

/** What the script imports is asked for with it, and not a round trip later. */
function preloads(shell: readonly string[], main: string): string {
  const parts = shell.filter((path) => path.endsWith('.js') && path !== `${BASE}${main}`);
  return parts.map((path) => `<link rel="modulepreload" href="${path}">\n`).join('');
}

/** A part and all that it cannot start without. */
function neededBy(name: string, outputs: ReadonlyMap<string, Metafile['outputs'][string]>): readonly string[] {
  const parts = (outputs.get(name)?.imports ?? []).filter(
    ({ kind, external }) => kind === 'import-statement' && !external,
  );
  return [name, ...parts.flatMap(({ path }) => neededBy(nameOf(path), outputs))];
}

async function bundleWorker(): Promise<string> {
  const entryPoints = [fileURLToPath(new URL('worker.ts', FOLDER))];
  const { outputFiles } = await build({ ...OPTIONS, entryPoints, format: 'iife' });
  return outputFiles[0]?.text ?? '';
}

/** What the worker declares and only the finished build knows. */
function withNames(
  text: string,
  of: { readonly version: string; readonly shell: readonly string[]; readonly later: readonly string[] },
): Bytes {
  const [version, shell, later] = [of.version, of.shell, of.later].map((value) => JSON.stringify(value));
  return utf8(`const VERSION=${version},SHELL=${shell},LATER=${later};\n${text}`);
}

/** The address that a browser asks for. */
function namesOf(files: readonly DeskFile[]): readonly string[] {
  return files.map(({ path }) => (path === `${BASE}index.html` ? BASE : path));
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

function file(name: string, bytes: Bytes, headers: Readonly<Record<string, string>> = HEADERS): DeskFile {
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { path: `${BASE}${name}`, bytes, type, headers, gzipped: gzipSync(bytes, { level: 9 }) };
}

function weigh(files: readonly DeskFile[]): number {
  return files.reduce((sum, { gzipped, bytes }) => sum + (gzipped ?? bytes).length, 0);
}

function hashOf(...parts: readonly Bytes[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
