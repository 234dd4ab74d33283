import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { drawPicture } from '../../adapters/pictures/draw-picture.ts';
import type { StationView } from '../../apps/capture/phone-types.ts';
import { drawForm } from '../../simulation/draw-form.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import { present } from '../../src/base/assert.ts';
import type { Election } from '../../src/model/election.ts';
import { layOutForm } from '../../src/model/sheet-form.ts';
import type { ContestTally } from '../../src/model/votes.ts';

/** The screens of the phone over one in memory, served as a page: `window.cotejo` is the phone. */
export type CapturePreview = {
  readonly url: string;
  readonly folder: string;
  readonly election: Election;
  readonly stations: readonly StationView[];
  /** What the jury of each station wrote, by station and contest. */
  readonly truth: ReadonlyMap<string, readonly ContestTally[]>;
  /** A page of the first station's sheet as a photograph, or of another station's. */
  readonly photograph: (station: number, page?: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

const ROOT = new URL('../../', import.meta.url);
const ENTRY = `
import { startScreens } from './apps/capture/screens/start.ts';
import { memoryPhone } from './apps/capture/memory-phone.ts';
const whole = (_, value) => (typeof value === 'string' && /^\\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value);
const { election, stations } = JSON.parse(await (await fetch('election.json')).text(), whole);
window.cotejo = memoryPhone(election, stations, () => window.cotejoNow ?? Date.now());
window.cotejoBegin?.(window.cotejo);
startScreens(window.cotejo.phone, document.getElementById('app'));
`;
const PAGE = `<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cotejo</title><link rel="icon" href="data:,"><link rel="stylesheet" href="capture.css"></head><body><div id="app"></div>
<script type="module" src="main.js"></script></body></html>`;
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** Bundles the screens and serves them until closed. */
export async function capturePreview(): Promise<CapturePreview> {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-capture-'));
  const { election, stations, truth, photograph } = inventedNight();
  await build({
    stdin: { contents: ENTRY, resolveDir: fileURLToPath(ROOT), loader: 'ts' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: folder,
    entryNames: 'main',
    logLevel: 'silent',
  });
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(
    join(folder, 'election.json'),
    JSON.stringify({ election, stations }, (_, v) => (typeof v === 'bigint' ? `${v}n` : v)),
  );
  writeFileSync(join(folder, 'capture.css'), readFileSync(new URL('apps/capture/capture.css', ROOT)));
  const program = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  writeFileSync(join(folder, 'zxing_reader.wasm'), readFileSync(program));
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://host').pathname.slice(1) || 'index.html';
    try {
      const bytes = readFileSync(join(folder, name.replaceAll('/', '')));
      response.writeHead(200, { 'content-type': TYPES[name.split('.').pop() ?? ''] ?? 'text/plain' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const close = async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  // Browsers give the camera to pages of this name without TLS.
  return { url: `http://localhost:${address.port}/`, folder, election, stations, truth, photograph, close };
}

function inventedNight() {
  const { definition, truth } = generateElection({ seed: 'capture', stations: 40 });
  const { election, units } = definition;
  const form = present(election.desk, 'desk').form ?? layOutForm(election.contests);
  const own = definition.stations.slice(0, 14);
  const talliesOf = (station: string) =>
    election.contests.flatMap(({ id }) => {
      const tally = [...(truth.get(id) ?? [])].find(([at]) => at === station)?.[1];
      return tally === undefined ? [] : [tally];
    });
  const nameOf = (place: string) => units.find(({ id }) => id === place)?.name ?? '';
  const stations: StationView[] = own.map(({ id, table, place, registered }) => ({
    id,
    table,
    place: nameOf(place),
    registered,
    contests: talliesOf(id).map(({ contest }) => contest),
  }));
  const photograph = async (at: number, page = 1) => {
    const station = present(own[at], 'station');
    const wear = { tilt: 1.5, margin: 14, shadow: 0.25, specks: 20 };
    const filled = {
      ...{ form, page, election, station, place: nameOf(station.place), tallies: talliesOf(station.id), misworded: [] },
      ...{ observations: [], seed: `capture ${at}`, wear },
    };
    const code = { election: election.id, station: station.id, page };
    return Buffer.from(await drawPicture({ code, draw: (qr) => drawForm({ ...filled, qr }), pixelsPerMm: 7 }));
  };
  return { election, stations, truth: new Map(stations.map(({ id }) => [id as string, talliesOf(id)])), photograph };
}
