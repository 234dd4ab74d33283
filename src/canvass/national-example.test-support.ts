import { instant } from '../base/instant.ts';
import { words } from '../entry/centre-example.test-support.ts';
import { type EventBody, type EventHeader, OfficeNumbers } from '../record/index.ts';
import { canvassDefinition, OfficialCentre } from './canvass-example.test-support.ts';
import { refuseEvent } from './refuse-event.ts';

const OFFICES = [{ id: 'N', name: words('North'), units: ['u1', 'u2'] }] as never;

/** A national record with a few events of its own, that takes in an office's. */
export class National {
  readonly record: OfficialCentre;
  readonly numbers = new OfficeNumbers();
  private next = 0;

  constructor(office: OfficialCentre) {
    const { canvass } = office.centre.geography.definition.election;
    const definition = canvassDefinition({ ...canvass, offices: OFFICES });
    this.record = OfficialCentre.open(definition);
    this.record.do({
      kind: 'declare-office',
      office: 'N',
      origin: 'x/office/N',
      log: 'l',
      heartbeat: 'h',
      by: ['ada', 'abe'],
    });
    // In a real election the office's people have names of their own.
    for (const member of ['mia', 'max', 'mel']) this.record.do({ kind: 'unseat-member', member, by: 'ada' });
    for (const { header } of this.record.events) this.follow(header);
  }

  /** Numbers an event that this record made itself. */
  follow(header: EventHeader): void {
    this.numbers.follow(this.next++, header);
  }

  /** Why it is refused, or null; taken in if not. */
  offer(own: EventHeader, body: EventBody, index = this.numbers.size('N')): string | null {
    const at = instant(Math.max(own.at, this.record.at));
    const header: EventHeader = { ...own, at, office: { id: 'N', index, at: own.at } };
    const resolved = this.numbers.resolve(header, body);
    if (resolved === null) return 'unknown number';
    const refused = refuseEvent(this.record.state, header, resolved);
    if (refused !== null) return `${body.kind}: ${refused}`;
    this.record.take(header, resolved);
    this.follow(header);
    return null;
  }
}
