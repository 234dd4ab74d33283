import type { Geography } from '../model/geography.ts';
import { officeOf } from '../model/office-definition.ts';
import type { EventHeader } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { FindingList } from './finding.ts';

/** Paper is destroyed only when every result that rests on it is certified: official-count.md section 3. */
export class DestructionCheck {
  private readonly geography: Geography;
  private readonly findings: FindingList;
  private readonly officeOf: (station: number) => string | null;
  /** By office ('': the record itself), the contests that it has certified and no court has reopened. */
  private readonly certified = new Map<string, Set<string>>();

  constructor(geography: Geography, findings: FindingList) {
    this.geography = geography;
    this.findings = findings;
    this.officeOf = officeOf(geography.definition);
  }

  certify({ office, contest }: EventHeader): void {
    const own = this.certified.get(office?.id ?? '') ?? new Set<string>();
    this.certified.set(office?.id ?? '', own.add(contest ?? ''));
  }

  reopen({ office, contest }: EventHeader): void {
    this.certified.get(office?.id ?? '')?.delete(contest ?? '');
  }

  destroy(record: number, { office }: EventHeader): void {
    const own = this.certified.get(office?.id ?? '');
    const open = this.contestsOf(office?.id ?? null).find((contest) => own?.has(contest) !== true);
    if (open === undefined) return;
    const says = `Event ${record} destroys material while no certificate of contest ${open} stands.`;
    addOfEvent(this.findings, 'destroyed-early', record, says);
  }

  /** Every contest of the definition; of an office those that its stations vote in. */
  private contestsOf(office: string | null): readonly string[] {
    const { definition, votesIn } = this.geography;
    const isOwn = (contest: number) =>
      votesIn[contest]?.some((votes, station) => votes && this.officeOf(station) === office) === true;
    return definition.election.contests.flatMap(({ id }, c) => (office === null || isOwn(c) ? [id] : []));
  }
}
