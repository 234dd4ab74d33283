import { join } from 'node:path';
import { measure } from './measured-process.ts';
import { type OfficialBench, type OfficialFigures, runOfficialCount } from './official-country.ts';
import { count, inScratch, machineState } from './scratch.ts';

/** The official count of an election by offices: real records, sent over HTTP to the national one, certified, and verified. */
export async function benchOfficial(ask: OfficialBench): Promise<void> {
  const title = `official count of ${count(ask.stations)} stations by ${ask.offices} offices`;
  console.log(`\n${title} (to reach: certified; verify 12 s at 34,555 stations)\n  ${machineState()}`);
  await inScratch(async (folder) => {
    say(await runOfficialCount(folder, ask), ask);
    await verifyNational(folder);
  });
}

function say(figures: OfficialFigures, { stations }: OfficialBench): void {
  const { seconds, spentMs, papersMs, events, states, officeStates, contests } = figures;
  const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`  run: ${seconds.toFixed(1)} s, peak ${peak} MB, national centre and all offices in one process`);
  console.log(
    `  of that: offices ${s(spentMs.offices)}, sending and taking in ${s(spentMs.sending)}, national ${s(spentMs.national)}; making papers ${s(papersMs)} of these`,
  );
  console.log(`  events: ${count(events)} national; states: ${states} national, ${officeStates} of offices`);
  console.log(`  sheets/s, from the envelope to the certified national record: ${count(stations / seconds)}`);
  for (const { contest, certified, open, asPlanned } of contests) {
    const words = [
      certified ? 'certified' : 'NOT certified',
      `${open} open`,
      `totals ${asPlanned ? 'as' : 'NOT as'} planned`,
    ];
    console.log(`  ${contest}: ${words.join(', ')}`);
  }
}

async function verifyNational(folder: string): Promise<void> {
  const directory = join(folder, 'national');
  const verified = await measure(['verify', directory, '--trust', join(directory, 'trust.json')]);
  console.log(`  verify: ${verified.seconds.toFixed(1)} s, peak ${verified.peakMb ?? '?'} MB, exit ${verified.code}`);
  const inside = /\(([\d.]+) s\)\s*$/.exec(verified.out);
  if (inside !== null) console.log(`  verify without the start of the program: ${inside[1]} s`);
  if (verified.code !== 0) console.log(verified.out);
}
