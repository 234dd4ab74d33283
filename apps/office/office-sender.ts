import { toBase64 } from '../../src/base/bytes.ts';
import { describeRunError } from '../run/ports.ts';
import type { AskRecord, RecordAnswer } from './ask-record.ts';
import { evidenceAt } from './fork-evidence.ts';
import { BATCH_EVENTS } from './office-batch.ts';
import type { OwnLog } from './own-log.ts';

export type SenderPorts = {
  readonly office: string;
  readonly log: OwnLog;
  readonly ask: AskRecord;
  /** A file that an event names, by the hex of its hash; null: it is lost here. */
  readonly readFile: (hex: string) => Uint8Array | null;
  readonly wait: (ms: number) => Promise<void>;
  /** A number in [0, 1). */
  readonly chance: () => number;
  readonly tell: (sentence: string) => void;
};

/** How one attempt ended. */
export type Sent =
  /** The national record has everything that is published here. */
  | { readonly kind: 'all'; readonly size: number }
  | { readonly kind: 'later'; readonly sentence: string; readonly afterMs: number }
  /** Two histories: nothing is taken any more, and nothing that this program does mends it. */
  | { readonly kind: 'ended'; readonly sentence: string };

const FIRST_MS = 1000;
const LONGEST_MS = 120_000;
/** What a server says to a request that is not whole in its time. */
const TOO_SLOW = 408;
/** In one attempt nothing is asked more often. */
const ROUNDS_MOST = 100_000;

/**
 * Brings what an office recorded into the national record. It keeps nothing in mind: how far it is, it asks. So it may be killed
 * anywhere, begun again, or run twice, and needs nobody's hand.
 */
export class OfficeSender {
  private readonly ports: SenderPorts;
  /** Events of the next batch at most. A line that breaks under a large one may bear a small one. */
  private most = BATCH_EVENTS;

  constructor(ports: SenderPorts) {
    this.ports = ports;
  }

  /**
   * Sends until everything is there, and as long as `goOn` wants, again what is new. Where nobody answers, or what is sent cannot be
   * taken at the moment, it waits ever longer, by chance a little shorter or longer, so that offices that lost the same line do
   * not come back at once.
   */
  async run(goOn: (sent: Sent) => boolean, restMs: number): Promise<Sent> {
    for (let failures = 0; ; ) {
      const sent = await this.attempt();
      if (sent.kind === 'ended' || !goOn(sent)) return sent;
      if (sent.kind === 'all') {
        failures = 0;
        await this.ports.wait(restMs);
        continue;
      }
      this.ports.tell(sent.sentence);
      const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures++);
      await this.ports.wait(Math.max(sent.afterMs, most * (0.5 + this.ports.chance() / 2)));
    }
  }

  /** Sends all that is missing there, or as much as can be sent. */
  async attempt(): Promise<Sent> {
    const refreshed = this.ports.log.refresh();
    if (!refreshed.ok) return later(describeRunError(refreshed.error), LONGEST_MS);
    for (let round = 0; round < ROUNDS_MOST; round++) {
      const there = await this.askSize(null);
      if ('kind' in there) return there;
      const { size, root, forked } = there;
      if (forked) return ended('the national record has two histories of this office, and takes nothing more of it');
      const { tree } = this.ports.log;
      if (size > tree.size || (size > 0 && toBase64(tree.rootAt(size)) !== root)) return this.showFork(size);
      if (size === tree.size) return { kind: 'all', size };
      const met = await this.sendBatch(size);
      if (met !== null) return met;
    }
    return later('the national record takes no end', LONGEST_MS);
  }

  /** null: it was taken, or the record moved meanwhile; ask again how far it is. */
  private async sendBatch(from: number): Promise<Sent | null> {
    const { files, ...batch } = this.ports.log.batchFrom(from, this.most);
    const without = files.filter((hex) => this.ports.readFile(hex) === null);
    for (let tries = 0; tries < 3; tries++) {
      const answer = await this.post('/events', { ...batch, without });
      const isBroken = !('body' in answer) || answer.status === TOO_SLOW;
      if (isBroken) this.most = Math.max(1, Math.floor(batch.events.length / 2));
      if (!('body' in answer)) return answer;
      if (answer.status === 200 && answer.body['kind'] !== 'files-wanted') {
        this.most = Math.min(BATCH_EVENTS, this.most * 2);
        return null;
      }
      // Somebody else sent meanwhile: another sender of this office, or a stick.
      if (codeOf(answer) === 'gap') return null;
      if (answer.status !== 200) return refusedBy(answer);
      const wanted = answer.body['files'];
      const put = await this.sendFiles(Array.isArray(wanted) ? wanted.filter((hex) => files.includes(hex)) : []);
      if (put !== null) return put;
    }
    return later('the national record wants files again that it was sent', LONGEST_MS);
  }

  private async sendFiles(wanted: readonly string[]): Promise<Sent | null> {
    for (const hex of wanted) {
      const bytes = this.ports.readFile(hex);
      if (bytes === null) continue;
      const put = await this.ask(`/files/${hex}`, { method: 'PUT', bytes });
      if (!('body' in put)) return put;
      if (put.status >= 300) return refusedBy(put);
    }
    return null;
  }

  /** The record there is not the beginning of this one: shows where they part, if this log has signed beyond that. */
  private async showFork(there: number): Promise<Sent> {
    const { tree } = this.ports.log;
    let [same, differs] = [0, Math.min(there, tree.size) + 1];
    while (differs - same > 1) {
      const middle = Math.floor((same + differs) / 2);
      const asked = await this.askSize(middle);
      if ('kind' in asked) return asked;
      if (toBase64(tree.rootAt(middle)) === asked.root) same = middle;
      else differs = middle;
    }
    if (same === Math.min(there, tree.size)) {
      return ended(
        `the national record has ${there} events of this office, this folder has ${tree.size}: it is an older copy. Put the newest copy back; what is recorded here would be a second history`,
      );
    }
    const evidence = evidenceAt(tree, same, this.ports.log.newestNote());
    const answer = await this.post('/forks', evidence);
    if (!('body' in answer)) return answer;
    return answer.status === 200 || codeOf(answer) === 'forked'
      ? ended(`this folder has another history than the national record from its event ${same} on`)
      : refusedBy(answer);
  }

  private async askSize(
    at: number | null,
  ): Promise<Sent | { readonly size: number; readonly root: string; readonly forked: boolean }> {
    const answer = await this.ask(at === null ? '' : `?at=${at}`);
    if (!('body' in answer)) return answer;
    const { size, root, forked } = answer.body;
    if (answer.status !== 200) return refusedBy(answer);
    if (typeof size !== 'number' || typeof root !== 'string') return later('the answer is none of ours', FIRST_MS);
    return { size, root, forked: forked === true };
  }

  private post(path: string, json: unknown): Promise<RecordAnswer | Sent> {
    return this.ask(path, { method: 'POST', json });
  }

  private async ask(path: string, said?: Parameters<AskRecord>[1]): Promise<RecordAnswer | Sent> {
    const answer = await this.ports.ask(`/api/offices/${this.ports.office}${path}`, said);
    return answer.ok ? answer.value : later(answer.error, 0);
  }
}

function codeOf({ body, status }: RecordAnswer): string {
  return typeof body['code'] === 'string' ? body['code'] : String(status);
}

/** Whatever it is, it may be mended there: it is tried again. */
function refusedBy(answer: RecordAnswer): Sent {
  const code = codeOf(answer);
  if (code === 'forked') return ended('the national record takes nothing more of this office: two histories');
  const detail = typeof answer.body['detail'] === 'string' ? `: ${answer.body['detail']}` : '';
  return later(`the national record refuses (${code})${detail}`, answer.retryAfterMs);
}

function later(sentence: string, afterMs: number): Sent {
  return { kind: 'later', sentence, afterMs };
}

function ended(sentence: string): Sent {
  return { kind: 'ended', sentence };
}
