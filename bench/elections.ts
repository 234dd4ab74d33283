import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Measured, measure } from './measured-process.ts';
import { inScratch } from './scratch.ts';

const BOLIVIA = fileURLToPath(new URL('../../shared/elections/bolivia-2019', import.meta.url));

/** An invented night of full size through the command line, and what verifying it takes. */
export async function benchRehearsal(): Promise<void> {
  await inScratch(async (work) => {
    const out = join(work, 'night');
    await benchElection('rehearsal of 34,555 stations, 30 states', rehearsal(out, '34555', '30'), out);
  });
}

/** A real election through the command line. */
export async function benchReplay(): Promise<void> {
  if (!existsSync(BOLIVIA)) {
    console.log('\nbolivia-2019 is not beside this checkout: its figures are left out');
    return;
  }
  await inScratch(async (work) => {
    const out = join(work, 'bolivia');
    await benchElection(
      'replay of bolivia-2019 --max (to reach: 20 s, 1 GB, 25,000 files; verify 5 s)',
      ['replay', BOLIVIA, '--out', out, '--max'],
      out,
    );
    pageWeights(join(out, 'public'));
  });
}

function rehearsal(out: string, stations: string, states: string): string[] {
  return [
    'rehearse',
    '--stations',
    stations,
    '--states',
    states,
    '--speed',
    'max',
    '--no-serve',
    '--no-estimates',
    '--out',
    out,
  ];
}

async function benchElection(title: string, args: readonly string[], out: string): Promise<void> {
  const ran = await measure(args);
  console.log(`\n${title}`);
  say('run', ran);
  const states = /\d.*states published.*/.exec(ran.out);
  if (states !== null) console.log(`  ${states[0]}`);
  const { files, bytes } = filesUnder(join(out, 'public'));
  console.log(`  public files: ${files.toLocaleString('en-US')}, ${(bytes / 1e6).toFixed(0)} MB`);
  const verified = await measure(['verify', out, '--trust', join(out, 'trust.json')]);
  say('verify', verified);
  const inside = /\(([\d.]+) s\)\s*$/.exec(verified.out);
  if (inside !== null) console.log(`  verify without the start of the program: ${inside[1]} s`);
  const events = /(\d+) events/.exec(verified.out);
  if (events !== null) {
    const each = Number(events[1]) / verified.seconds;
    console.log(
      `  ${Number(events[1]).toLocaleString('en-US')} events; verified ${Math.round(each).toLocaleString('en-US')} events/s; run/verify ${(ran.seconds / verified.seconds).toFixed(1)}`,
    );
  }
}

function say(what: string, m: Measured): void {
  const memory = m.peakMb === null ? 'memory not known here' : `peak ${m.peakMb} MB`;
  console.log(`  ${what}: ${m.seconds.toFixed(1)} s, ${memory}, exit ${m.code}`);
}

function filesUnder(folder: string): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files++;
    bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return { files, bytes };
}

/** What a first view and an update of the front page weigh. */
function pageWeights(folder: string): void {
  const gz = (path: string) => gzipSync(readFileSync(join(folder, path))).length;
  const kb = (n: number) => `${(n / 1000).toFixed(1)} kB gz`;
  const html = gz('es/index.html');
  console.log('\nfront page of bolivia-2019 (to reach: first view 100 kB gz, update 10 kB)');
  console.log(
    `  first view (page, style, script): ${kb(html + gz('assets/site.css') + gz('assets/live.js'))}; update (the page again): ${kb(html)}`,
  );
}
