import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Blobs } from '../adapters/blobs/blobs.ts';
import { type MadePapers, makeAct, makeMinutes } from '../apps/papers/make-papers.ts';
import type { OpenedRun } from '../apps/run/open-run.ts';
import { readBody } from '../apps/run/record-keeper.ts';
import { present } from '../src/base/assert.ts';
import { toBase64 } from '../src/base/bytes.ts';
import { expectOk } from '../src/base/result.ts';
import type { ContestId } from '../src/model/ids.ts';
import { type PapersState, sessionMinutes } from '../src/publication/minutes.ts';
import { MinutesBook } from '../src/publication/minutes-book.ts';
import { resultAct } from '../src/publication/minutes-of-result.ts';
import { decodeHeader, type Papers } from '../src/record/index.ts';

const PAGE = 2000;

/** Minutes and acts of one record, made of its newest published state and kept where the public pages take them from. */
export class BenchPapers {
  private readonly opened: OpenedRun;
  private readonly blobs: Blobs;
  private readonly book = new MinutesBook();
  /** Time spent on making them, in milliseconds. */
  spentMs = 0;

  constructor(opened: OpenedRun, blobs: Blobs) {
    this.opened = opened;
    this.blobs = blobs;
  }

  /** Of the session that is open. */
  async minutes(): Promise<Papers> {
    const began = performance.now();
    const state = this.state();
    this.follow();
    const { view } = this.opened.run;
    const minutes = present(sessionMinutes(view, this.book, state), 'a session that is open');
    const made = await this.keep(await makeMinutes(minutes, view.geography.definition.election));
    this.spentMs += performance.now() - began;
    return made;
  }

  async act(contest: ContestId, area: string): Promise<Papers> {
    const began = performance.now();
    const { view, canvass, offices } = this.opened.run;
    const at = present(view.geography.contestIndex.get(contest), 'a contest');
    const taken = offices.all().map((log) => [log.office, log.size, log.rootAt(log.size)] as const);
    const about = { state: this.state(), offices: taken, lot: canvass.lotOf(at, area), partial: null };
    const act = expectOk(resultAct(view, about, contest, area), `the act of ${contest} in ${area}`);
    const made = await this.keep(await makeAct(act, view.geography.definition.election));
    this.spentMs += performance.now() - began;
    return made;
  }

  private async keep({ data, es, en, papers }: MadePapers): Promise<Papers> {
    for (const { bytes } of [data, es, en]) expectOk(await this.blobs.put(bytes), 'a paper in the blobs');
    return papers;
  }

  private state(): PapersState {
    const { run, folder } = this.opened;
    const size = run.publishedSize;
    return {
      size,
      root: toBase64(run.keeper.tree.rootAt(size)),
      at: present(run.keeper.ledger.lastAt, 'an instant'),
      checkpoint: readFileSync(join(folder.public, 'checkpoint'), 'utf8'),
    };
  }

  private follow(): void {
    for (;;) {
      const events = this.opened.store.readFrom(this.book.size, PAGE);
      if (events.length === 0) return;
      for (const event of events) {
        const header = expectOk(decodeHeader(event.header), 'a header of our record');
        this.book.take(this.book.size, header, readBody(header, event));
      }
    }
  }
}
