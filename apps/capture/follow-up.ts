import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import { LONGEST_WAIT_MS, waitMs } from '../../src/intake/outbox.ts';
import { askDoor } from './door.ts';
import { listOf, objectOf, textOf, wholeOf } from './foreign.ts';
import type { Kept } from './kept.ts';
import type { PhonePorts } from './ports.ts';
import { judgeByProof, logIdentity } from './receipt.ts';
import { endpointsOf } from './setup.ts';
import type { Fate, ProofRow } from './stored.ts';

const AT_MOST = 50;
/** The first proof is there after the next checkpoint; what two people typed takes longer. */
const PROOF_FAILURES = 2;
const FATE_FAILURES = 4;
/** From this try on a proof that does not fit is said to be one, and where none comes the log is asked how long it is. */
const DOUBT_AFTER = 4;

type Asked = { tries: number; nextAt: number };

/**
 * What becomes of what was received: its proof, then what the public pages say of it. Asked for gently, each time later than
 * before, until there is no more to know.
 */
export class FollowUp {
  readonly #ports: PhonePorts;
  readonly #kept: Kept;
  readonly #proofs = new Map<string, Asked>();
  readonly #fates: Asked = { tries: 0, nextAt: 0 };
  #leading = false;
  #running = false;
  #wake: () => void = () => {};

  constructor(ports: PhonePorts, kept: Kept) {
    this.#ports = ports;
    this.#kept = kept;
  }

  start(): void {
    this.#leading = true;
    this.look();
  }

  /** Asks what is due, and sleeps until the next is. */
  look(): void {
    if (!this.#leading || this.#running) return;
    this.#running = true;
    void this.#round()
      .catch(() => {})
      .then(() => {
        this.#running = false;
        this.#sleep();
      });
  }

  async #round(): Promise<void> {
    for (const [key, row] of this.#kept.all('proofs')) {
      if (row.proof !== null || row.evidence !== null) continue;
      const asked = this.#askedOf(key);
      if (!this.#isDue(asked)) continue;
      await this.#askProof(key, row, asked.tries);
      this.#again(asked, PROOF_FAILURES);
    }
    if (!this.#isDue(this.#fates)) return;
    const open = [...this.#kept.all('proofs')].filter(([, { fate }]) => !(fate?.typed && fate.published));
    if (open.length === 0) return;
    await this.#askFates(open.slice(-AT_MOST));
    this.#again(this.#fates, FATE_FAILURES);
  }

  #askedOf(key: string): Asked {
    const asked = this.#proofs.get(key) ?? { tries: 0, nextAt: 0 };
    this.#proofs.set(key, asked);
    return asked;
  }

  /** A time further off than any wait is a clock that was set back. */
  #isDue({ nextAt }: Asked): boolean {
    const ms = nextAt - this.#ports.now();
    return ms <= 0 || ms > LONGEST_WAIT_MS;
  }

  #again(asked: Asked, offset: number): void {
    asked.tries += 1;
    asked.nextAt = this.#ports.now() + waitMs(asked.tries + offset, this.#ports.chance(), null);
  }

  #sleep(): void {
    this.#wake();
    const open = [...this.#kept.all('proofs')].filter(([, { proof, evidence }]) => proof === null && evidence === null);
    const times = open.map(([key]) => this.#proofs.get(key)?.nextAt ?? 0);
    const unsettled = [...this.#kept.all('proofs').values()].some(({ fate }) => !(fate?.typed && fate.published));
    if (unsettled) times.push(this.#fates.nextAt);
    if (times.length === 0) return;
    const ms = Math.min(LONGEST_WAIT_MS, Math.max(1000, Math.min(...times) - this.#ports.now()));
    this.#wake = this.#ports.later(ms, () => this.look());
  }

  async #askProof(key: string, row: ProofRow, tries: number): Promise<void> {
    const text = await this.#get(`proofs/${row.record}`);
    const judged = text === null ? null : this.#judge(row, text);
    if (judged?.kind === 'proved') await this.#keep(key, { proof: text });
    else if (judged?.kind === 'broken') await this.#keep(key, { evidence: judged.evidence });
    else if (tries < DOUBT_AFTER) return;
    else if (judged?.kind === 'doubt' && text !== null) await this.#keep(key, { doubt: text });
    else await this.#askLength(key, row);
  }

  /** The first record is in every log: its proof carries the newest checkpoint, which says how long the log is. */
  async #askLength(key: string, row: ProofRow): Promise<void> {
    const text = await this.#get('proofs/0');
    const judged = text === null ? null : this.#judge(row, text);
    if (judged?.kind === 'broken') await this.#keep(key, { evidence: judged.evidence });
  }

  #judge(row: ProofRow, text: string) {
    const names = this.#kept.get('self', 'self')?.enrolled?.log;
    const log = names && logIdentity(nobleCrypto, names);
    return log?.ok ? judgeByProof(nobleCrypto, log.value, row.promise, text) : null;
  }

  async #askFates(open: readonly (readonly [string, ProofRow])[]): Promise<void> {
    const text = await this.#get(`fates?records=${open.map(([, { record }]) => record).join(',')}`);
    if (text === null) return;
    for (const entry of listOf(parsed(text))) {
      const fields = objectOf(entry);
      const [record, fate] = [wholeOf(fields['record']), readFate(fields)];
      const of = open.find(([, row]) => row.record === record);
      if (of === undefined || fate === null || same(of[1].fate, fate)) continue;
      // Something moved: there may soon be more.
      this.#fates.tries = 0;
      await this.#keep(of[0], { fate });
    }
  }

  async #get(path: string): Promise<string | null> {
    const endpoints = endpointsOf(this.#ports.origin, this.#kept.get('setup', 'setup'));
    for (const endpoint of endpoints) {
      const answer = await askDoor(this.#ports, { endpoint, method: 'GET', path });
      if (answer.kind === 'silent') continue;
      await this.#kept.write([{ store: 'instants', key: 'answer', row: this.#ports.now() }]);
      return answer.status === 200 ? answer.text : null;
    }
    return null;
  }

  async #keep(key: string, more: Partial<ProofRow>): Promise<void> {
    await this.#kept.update('proofs', key, (row) => row && { ...row, ...more });
    this.#ports.tabs.tell();
  }
}

function readFate(fields: Readonly<Record<string, unknown>>): Fate | null {
  const [state, page] = [textOf(fields['state']), textOf(fields['page'])];
  if (state === null || page === null) return null;
  return { state, page, typed: fields['typed'] === true, published: fields['published'] === true };
}

function same(a: Fate | null, b: Fate): boolean {
  return a !== null && a.state === b.state && a.typed === b.typed && a.published === b.published && a.page === b.page;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
