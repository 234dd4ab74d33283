import { present } from '../base/assert.ts';
import type { Person } from '../entry/acts.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { Member, Session } from './canvass-types.ts';

type BoardBody = Extract<EventBody, { kind: 'MemberLeft' | 'MemberSeated' | 'SessionClosed' | 'SessionOpened' }>;

/** Who sits on the board, and its sessions. Those of offices stand beside those of this record itself. */
export class Board {
  private readonly seats = new Map<Person, Member>();
  private readonly all: Session[] = [];
  /** By office, the place in `all` of its newest session; '' is this record itself. */
  private readonly newest = new Map<string, number>();

  /** In the order in which they were seated first. */
  members(): readonly Member[] {
    return [...this.seats.values()];
  }

  member(person: Person): Member | null {
    return this.seats.get(person) ?? null;
  }

  /** In record order. */
  sessions(): readonly Session[] {
    return this.all;
  }

  /** The session that sits; null: none does. */
  open(office: string | null = null): Session | null {
    const last = this.last(office);
    return last?.closed === null ? last : null;
  }

  /** The number that the next session has. */
  next(office: string | null = null): number {
    return (this.last(office)?.session ?? 0) + 1;
  }

  take(index: number, header: EventHeader, body: BoardBody): void {
    const office = header.office?.id ?? null;
    switch (body.kind) {
      case 'MemberSeated': {
        const { member, name, title } = body;
        this.seats.set(member, { member, name, title, seated: true });
        return;
      }
      case 'MemberLeft':
        this.seats.set(body.member, { ...present(this.seats.get(body.member), 'member'), seated: false });
        return;
      case 'SessionOpened': {
        const { session, place, members, delegates, counted } = body;
        const opened = { session, record: index, at: header.at, place, members, delegates, counted };
        this.newest.set(office ?? '', this.all.length);
        this.all.push({ ...opened, office, closed: null });
        return;
      }
      case 'SessionClosed': {
        const place = present(this.newest.get(office ?? ''), 'session');
        this.all[place] = { ...present(this.all[place], 'session'), closed: index };
      }
    }
  }

  private last(office: string | null): Session | null {
    return this.all[this.newest.get(office ?? '') ?? -1] ?? null;
  }
}
