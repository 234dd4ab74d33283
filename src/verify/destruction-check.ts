import type { Geography } from '../model/geography.ts';
import { officeOfStations } from '../model/office-definition.ts';
import { addOfEvent } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';

/** Paper is destroyed, and an official count closed, only when every result of it is certified: official-count.md sections 3 and 8. */
export class DestructionCheck {
  private readonly geography: Geography;
  private readonly findings: FindingList;
  private readonly officeOf: (station: number) => string | null;
  /** By office ('': the record itself), the contests that it has certified and no court has reopened. */
  private readonly certified = new Map<string, Set<string>>();

  constructor(geography: Geography, findings: FindingList) {
    this.geography = geography;
    this.findings = findings;
    this.officeOf = officeOfStations(geography);
  }

  certify({ office, contest }: ReadHeader): void {
    const own = this.certified.get(office?.id ?? '') ?? new Set<string>();
    this.certified.set(office?.id ?? '', own.add(contest ?? ''));
  }

  reopen({ office, contest }: ReadHeader): void {
    this.certified.get(office?.id ?? '')?.delete(contest ?? '');
  }

  close(record: number, header: ReadHeader): void {
    const open = this.openIn(header);
    if (open === undefined) return;
    const says = `Event ${record} closes the official count while no certificate of contest ${open} stands.`;
    addOfEvent(this.findings, 'closed-early', record, says);
  }

  destroy(record: number, header: ReadHeader): void {
    const open = this.openIn(header);
    if (open === undefined) return;
    const says = `Event ${record} destroys material while no certificate of contest ${open} stands.`;
    addOfEvent(this.findings, 'destroyed-early', record, says);
  }

  private openIn({ office }: ReadHeader): string | undefined {
    const own = this.certified.get(office?.id ?? '');
    return this.contestsOf(office?.id ?? null).find((contest) => own?.has(contest) !== true);
  }

  /** Every contest of the definition; of an office those that its stations vote in. */
  private contestsOf(office: string | null): readonly string[] {
    const { definition, votesIn } = this.geography;
    const isOwn = (contest: number) =>
      votesIn[contest]?.some((votes, station) => votes && this.officeOf(station) === office) === true;
    return definition.election.contests.flatMap(({ id }, c) => (office === null || isOwn(c) ? [id] : []));
  }
}
