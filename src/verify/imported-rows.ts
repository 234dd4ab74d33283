import type { EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { StateChain } from './state-chain.ts';

/** One row of a published file gives one sheet: a row taken twice would count twice in somebody's eyes. */
export class ImportedRows {
  private readonly taken = new Map<string, Set<number>>();

  check(
    chain: StateChain,
    record: number,
    header: ReadHeader,
    body: Extract<EventBody, { kind: 'SheetImported' }>,
    findings: FindingList,
  ): void {
    if (header.count === null) return;
    const rows = chain.courses[header.count].files.get(body.file);
    // Line 1 is the header of the file.
    if (rows === undefined || body.line > rows + 1) {
      const says = `Event ${record} names line ${body.line} of ${shown(body.file)}, which its count did not open with.`;
      addOfEvent(findings, 'unknown-row', record, says);
    }
    const key = JSON.stringify([header.count, header.contest, body.file]);
    const lines = this.taken.get(key) ?? new Set<number>();
    this.taken.set(key, lines);
    if (lines.has(body.line)) {
      const says = `Event ${record} takes line ${body.line} of ${shown(body.file)}, which was taken before.`;
      addOfEvent(findings, 'row-twice', record, says);
    }
    lines.add(body.line);
  }
}
