import { present } from '../base/assert.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { DeclaredOffice } from './canvass-types.ts';

type OfficeBody = Extract<EventBody, { kind: 'OfficeDeclared' | 'OfficeForked' | 'OfficeTaken' }>;

/** Offices that were declared, how far each is taken in, and whether one has two histories. */
export class Offices {
  private readonly declared = new Map<string, DeclaredOffice>();
  private readonly numbers = new Map<string, number>();

  /** In the order in which they were declared. */
  all(): readonly DeclaredOffice[] {
    return [...this.declared.values()];
  }

  get(office: string): DeclaredOffice | null {
    return this.declared.get(office) ?? null;
  }

  /** How many events of the office were taken in, covered or not. */
  taken(office: string): number {
    return this.numbers.get(office) ?? 0;
  }

  take(index: number, body: OfficeBody): void {
    if (body.kind === 'OfficeDeclared') {
      const { office, origin, log, heartbeat } = body;
      const fresh = { size: 0, checkpoint: null, forked: null };
      this.declared.set(office, { office, record: index, origin, log, heartbeat, ...fresh });
      return;
    }
    const before = present(this.declared.get(body.office), `office ${body.office}`);
    if (body.kind === 'OfficeForked') this.declared.set(body.office, { ...before, forked: index });
    else this.declared.set(body.office, { ...before, size: body.size, checkpoint: body.checkpoint });
  }

  /** Every event of an office counts towards how far it is taken in. */
  follow({ office }: EventHeader): void {
    if (office !== undefined) this.numbers.set(office.id, this.taken(office.id) + 1);
  }
}
