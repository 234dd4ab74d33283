import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Blobs, describeBlobError } from '../../adapters/blobs/blobs.ts';
import { type Bytes, decodeUtf8, fromBase64, toBase64, toHex } from '../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { ContestId, LocalizedText } from '../../src/model/ids.ts';
import { type PapersState, sessionMinutes } from '../../src/publication/minutes.ts';
import { isMinuted, MinutesBook } from '../../src/publication/minutes-book.ts';
import { resultAct } from '../../src/publication/minutes-of-result.ts';
import {
  type Certificate,
  decodeBody,
  decodeHeader,
  type EventBody,
  isEventKind,
  isFigureKind,
  type Papers,
  type StoredEvent,
} from '../../src/record/index.ts';
import { type MadePapers, makeAct, makeMinutes } from '../papers/make-papers.ts';
import type { StateOfRun } from '../run/judge-state.ts';
import type { OfficialPapers, PapersError } from './official-papers.ts';

export type OfficialPapersParts = {
  readonly run: StateOfRun;
  readonly store: { readFrom(from: number, limit: number): readonly StoredEvent[] };
  readonly blobs: Blobs;
  /** The newest signed checkpoint; null before the first. */
  readonly checkpoint: () => Bytes | null;
};

const READ_AT_ONCE = 2000;

/**
 * Minutes and certificates of a running election. The files lie with the pictures, under their hash; the public pages get them
 * when the event that names them is due (apps/run/due-files.ts). What is made and never named stays there, and nobody sees it.
 */
export class RunPapers implements OfficialPapers {
  readonly #parts: OfficialPapersParts;
  readonly #book = new MinutesBook();

  constructor(parts: OfficialPapersParts) {
    this.#parts = parts;
  }

  async minutes(): Promise<Result<{ readonly size: number; readonly papers: Papers }, PapersError>> {
    await this.#follow();
    const { run } = this.#parts;
    const state = this.#state();
    if (!state.ok) return state;
    const minutes = sessionMinutes(run.view, this.#book, state.value);
    if (minutes === null) return err({ kind: 'nothing-published' });
    const kept = await this.#keep(await makeMinutes(minutes, run.view.geography.definition.election));
    return kept.ok ? ok({ size: state.value.size, papers: kept.value }) : kept;
  }

  async certificate(
    contest: ContestId,
    area: string,
    partial: LocalizedText | null,
  ): Promise<Result<Certificate, PapersError>> {
    const { run } = this.#parts;
    const state = this.#state();
    if (!state.ok) return state;
    const at = run.view.geography.contestIndex.get(contest);
    const offices = run.offices.all().map((log) => [log.office, log.size, log.rootAt(log.size)] as const);
    const lot = at === undefined ? null : run.canvass.lotOf(at, area);
    const act = resultAct(run.view, { state: state.value, offices, lot, partial }, contest, area);
    if (!act.ok) return err(act.error.kind === 'lot-needed' ? { kind: 'lot-needed' } : { kind: 'nothing-published' });
    const kept = await this.#keep(await makeAct(act.value, run.view.geography.definition.election));
    return kept.ok ? ok({ ...act.value.result, papers: kept.value }) : kept;
  }

  async read(hash: string): Promise<Bytes | null> {
    const bytes = fromBase64(hash);
    const read = bytes.ok ? await this.#parts.blobs.read(toHex(bytes.value)) : null;
    return read?.ok === true ? read.value : null;
  }

  /** The newest published state, if nothing of the official count is behind it. */
  #state(): Result<PapersState, PapersError> {
    const { run, store, checkpoint } = this.#parts;
    const { publishedSize: size } = run;
    if (run.canvass.lastOfficial >= size) {
      return err({ kind: 'behind-the-record', size, newest: run.canvass.lastOfficial + 1 });
    }
    const [published] = store.readFrom(size, 1);
    if (size === 0 || published === undefined) return err({ kind: 'nothing-published' });
    const { at } = expectOk(decodeHeader(published.header), 'a header of our own');
    const note = checkpoint();
    return ok({
      ...{ size, root: toBase64(run.keeper.tree.rootAt(size)), at },
      checkpoint: note === null ? null : expectOk(decodeUtf8(note), 'a checkpoint of ours'),
    });
  }

  /** Takes what is new, in portions: desks do not wait for minutes. */
  async #follow(): Promise<void> {
    for (;;) {
      const events = this.#parts.store.readFrom(this.#book.size, READ_AT_ONCE);
      for (const { header: bytes, body } of events) {
        const header = expectOk(decodeHeader(bytes), 'a header of our own');
        this.#book.take(this.#book.size, header, isMinuted(header) ? bodyOf(header.kind, body) : null);
      }
      if (events.length < READ_AT_ONCE) return;
      await nextTurn();
    }
  }

  async #keep({ data, es, en, papers }: MadePapers): Promise<Result<Papers, PapersError>> {
    for (const { bytes } of [data, es, en]) {
      const kept = await this.#parts.blobs.put(bytes);
      if (!kept.ok) return err({ kind: 'not-stored', detail: describeBlobError(kept.error) });
    }
    return ok(papers);
  }
}

/** null: nothing that minutes tell, and sealed for some time. */
function bodyOf(kind: string, body: Bytes): EventBody | null {
  if (!isEventKind(kind) || isFigureKind(kind)) return null;
  const raw = JSON.parse(expectOk(decodeUtf8(body), 'a body of our own')) as Record<string, unknown>;
  return expectOk(decodeBody(kind, raw), 'a body of our own');
}
