import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatedWalk } from '../canvass/repeated-walk.test-support.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { PublicView } from './public-view.ts';
import { refuseByView } from './refuse-by-view.ts';

/** What somebody with a changed program could make of an event. */
const spoilt = fc.record({
  from: fc.nat(),
  header: fc.constantFrom({}, {}, {}, { count: null }, { contest: null }, { contest: 'nowhere' }, { generation: 2 }),
  body: fc.constantFrom({}, {}, {}, { station: 'nowhere' }, { pictures: [{ original: '!', shown: '!' }] }),
});

it('what it lets through the public view takes, and refuses nothing that a centre recorded', () => {
  const { events, centre } = repeatedWalk(1);
  const { geography } = centre;
  for (const { header, body } of events) expect(refuseByView(geography, header, body)).toBe(null);
  const seen = { refused: 0, taken: 0 };
  fc.assert(
    fc.property(fc.array(spoilt, { maxLength: 20, size: 'max' }), (list) => {
      const view = new PublicView(geography);
      let size = 0;
      for (const one of list) {
        const event = events[one.from % events.length];
        if (event === undefined) continue;
        const header = { ...event.header, ...one.header } as EventHeader;
        const isOfStation = 'station' in event.body;
        const body = (isOfStation ? { ...event.body, ...one.body } : event.body) as EventBody;
        // Counts are opened and closed by the record's own program alone.
        if (header.count === null && !isOfStation) continue;
        if (refuseByView(geography, header, body) !== null) {
          seen.refused++;
          continue;
        }
        view.take(size++, header, body);
        seen.taken++;
      }
    }),
    { numRuns: 200 },
  );
  expect(Math.min(seen.refused, seen.taken)).toBeGreaterThan(100);
});
