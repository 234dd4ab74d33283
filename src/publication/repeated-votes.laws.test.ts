import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OfficialCentre } from '../canvass/canvass-example.test-support.ts';
import { repeatedWalk } from '../canvass/repeated-walk.test-support.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import { PublicView } from './public-view.ts';
import { StationDesk } from './station-desk.ts';

/** The publisher's book of the official count, fed with what the centre recorded. */
function deskOf({ centre, events }: OfficialCentre): StationDesk {
  const { definition, stations, contestIndex, stationIndex } = centre.geography;
  const { corrections } = deskRulesOf(definition.election);
  const desk = new StationDesk(stations.length, corrections, definition.election.canvass);
  events.forEach(({ header, body }, index) => {
    const station = 'station' in body ? stationIndex.get(body.station) : undefined;
    if (header.count !== 'official' || station === undefined) return;
    desk.take(index, header, contestIndex.get(header.contest as never) ?? -1, station, body);
  });
  return desk;
}

it('a sheet of a repeated vote is published as one of the contests that waited for it in the centre', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const centre = repeatedWalk(seed);
      const desk = deskOf(centre);
      for (const sheet of centre.centre.papers.all()) {
        if (sheet.count !== 'official' || sheet.generation === 1) continue;
        const found = desk.itemsOf(sheet.place).find(({ index }) => index === sheet.number);
        const contests = found?.kind === 'received' ? found.repeated?.contests : null;
        expect(contests).toEqual(centre.centre.repeats.contestsOf(sheet.number));
        met.add(`${sheet.generation > 2 ? 'again' : 'once'} ${sheet.paper} ${contests?.join('+')}`);
      }
    }),
    { numRuns: 60, examples: [[-517651733]] },
  );
  // The walks come to what told the two apart: a contest that is repeated behind another, and copies of either.
  for (const one of ['once envelope 0+1', 'again envelope 0', 'again envelope 1', 'again copy 1'])
    expect([...met]).toContain(one);
});

/** What everybody sees when all of it is published. */
function shownOf({ centre, events, at }: OfficialCentre): PublicView {
  const view = new PublicView(centre.geography);
  for (const [index, { header, body }] of events.entries()) view.take(index, header, body);
  view.advance({ preliminary: events.length, official: events.length }, at);
  return view;
}

it('where each contest of a station ends is the same in public as in the centre', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const centre = repeatedWalk(seed);
      const view = shownOf(centre);
      const { repeats, papers } = centre.centre;
      for (const place of [0, 1]) {
        for (const contest of [0, 1]) {
          const end = centre.end(place, contest);
          const shown = view.tabulation.current('official', contest, place);
          const { generation = 1 } = end?.kind === 'counted' ? (papers.sheet(end.sheet) ?? {}) : {};
          const isSealed = generation > 1 && repeats.lifted(contest, generation) === null;
          const word = isSealed ? 'sealed' : centre.word(place, contest);
          met.add(word);
          if (word === 'counted')
            expect(shown).toMatchObject({ status: 'counted', record: end?.kind === 'counted' && end.record });
          else if (['lost', 'annulled', 'open repeat', 'open disputed'].includes(word)) {
            expect(`${shown?.status}`).toBe(word.replace('open ', ''));
          } else expect(shown?.status).not.toBe('counted');
        }
      }
    }),
    { numRuns: 150 },
  );
  for (const one of ['counted', 'lost', 'annulled', 'open repeat', 'open disputed', 'sealed'])
    expect([...met]).toContain(one);
});
