import { expect, it } from 'vitest';
import { words } from '../entry/centre-example.test-support.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { canvassDefinition, OfficialCentre } from './canvass-example.test-support.ts';
import { refuseEvent } from './refuse-event.ts';

it('an office destroys nothing before it has certified each contest that its stations vote in', () => {
  const offices = [{ id: 'N', name: words('North'), units: ['u1', 'u2'] }] as never;
  const { canvass } = canvassDefinition({}).election;
  const national = OfficialCentre.open(canvassDefinition({ ...canvass, offices }));
  const by = ['N.ada', 'N.abe'] as const;
  const body: EventBody = {
    kind: 'MaterialDestroyed',
    what: words('Ballots'),
    law: words('Law'),
    by,
    reason: words('So'),
  };
  const { at } = national;
  const own = national.events.at(-1)?.header as EventHeader;
  const header: EventHeader = {
    ...own,
    at,
    count: null,
    contest: null,
    actor: 'N.abe',
    office: { id: 'N', index: 9, at },
  };
  expect(refuseEvent(national.state, header, body)).toBe('not-certified');
  const certified: EventHeader = { ...header, kind: 'ResultCertified', count: 'official' };
  for (const contest of ['pres', 'gov']) {
    expect(refuseEvent(national.state, header, body)).toBe('not-certified');
    national.centre.ended.take(
      national.centre.size,
      { ...certified, contest: contest as never },
      {
        ...{
          kind: 'ResultCertified',
          area: 'u0',
          size: 1,
          root: '',
          offices: [],
          outcome: '',
          seats: null,
          partial: null,
        },
        ...{ figures: {} as never, papers: {} as never, signatures: [] },
      },
    );
  }
  // Who may is another question, and asked behind it.
  expect(refuseEvent(national.state, header, body)).toBe('role-missing');
});
