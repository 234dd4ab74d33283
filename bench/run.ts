import { parseArgs } from 'node:util';
import { benchRehearsal, benchReplay } from './elections.ts';
import { benchIntake } from './intake.ts';
import { benchLive } from './live.ts';
import { benchOfficial } from './official.ts';
import { benchPhones } from './phones.ts';
import { benchPictures } from './pictures.ts';
import { benchProjection } from './projection.ts';

/*
 * Figures, printed and never asserted: a machine that is busy is slow, and that is no fault of the program. The figures to
 * reach stand beside each. `npm run bench -- NAME ...` runs those alone; `--minutes 10` lets `live` go on for so long, `--phones 10000`
 * makes that crowd, `--stations 34555 --offices 9` that official count.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    phones: { type: 'string', default: '1000' },
    stations: { type: 'string', default: '200' },
    offices: { type: 'string', default: '2' },
  },
});
const minutes = Number(values.minutes);
const phones = Number(values.phones);
const stations = Number(values.stations);
const offices = Number(values.offices);
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  rehearsal: benchRehearsal,
  replay: benchReplay,
  pictures: benchPictures,
  live: () => benchLive(minutes * 60),
  intake: benchIntake,
  phones: () => benchPhones(phones),
  official: () => benchOfficial({ stations, offices }),
  projection: benchProjection,
};

const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
const isIn = (n: number, least: number, most: number) => Number.isSafeInteger(n) && n >= least && n <= most;
const good =
  minutes > 0 && minutes <= 600 && isIn(phones, 1, 34_555) && isIn(stations, 1, 34_555) && isIn(offices, 1, 50);
if (unknown !== undefined || !good) {
  console.error(
    `npm run bench -- [${Object.keys(BENCHES).join(' | ')}] ... [--minutes M] [--phones N] [--stations N] [--offices N]`,
  );
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (positionals.length === 0 || positionals.includes(name)) await bench();
  }
}
