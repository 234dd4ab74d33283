import { present } from '../src/base/assert.ts';
import { layOutForm } from '../src/model/sheet-form.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { FilledForm } from './draw-form.ts';
import { generateElection, PRESIDENT_ID } from './generate-election.ts';

/** A filled form of an invented station, without its QR code. */
export function sampleForm(change: Partial<FilledForm> = {}): Omit<FilledForm, 'qr'> {
  const { definition, truth } = generateElection({ seed: 'sample', stations: 40 });
  const { election, stations } = definition;
  const station = present(stations[7], 'station');
  const tallies: ContestTally[] = [];
  for (const { id } of election.contests) {
    const tally = truth.get(id)?.get(station.id);
    if (tally !== undefined) tallies.push(tally);
  }
  return {
    form: layOutForm(election.contests),
    page: 1,
    election,
    station,
    place: 'U. E. Ñandú - Villa Quebrada',
    tallies,
    misworded: [],
    observations: [],
    seed: 'sample',
    wear: { tilt: 0, margin: 0, shadow: 0, specks: 0 },
    ...change,
  };
}

/** The same with one box of the presidential contest changed. */
export function withBox(filled: Omit<FilledForm, 'qr'>, at: number, box: ContestTally['boxes'][number]): typeof filled {
  const tallies = filled.tallies.map((tally) =>
    tally.contest === PRESIDENT_ID ? { ...tally, boxes: tally.boxes.with(at, box) } : tally,
  );
  return { ...filled, tallies };
}
