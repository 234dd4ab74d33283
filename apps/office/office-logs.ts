import { toBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { type EventBody, type EventHeader, leafHashOf, officeHeader } from '../../src/record/index.ts';
import { type LogIdentity, LogTree, parseVkey, TYPE_COSIGNATURE, TYPE_ED25519 } from '../../src/tlog/index.ts';
import { filesNamedBy } from './office-files.ts';

/** The end of the chain of one source in an office's log. */
type ChainEnd = { readonly seq: number; readonly prev: Uint8Array };

/** One office's log as far as it was taken in, by the keys that were declared. */
export class OfficeLog {
  readonly office: string;
  /** As declared, verbatim. */
  readonly declared: Extract<EventBody, { kind: 'OfficeDeclared' }>;
  /** null: what was declared are no keys, so nothing can be taken in. */
  readonly identity: LogIdentity | null;
  readonly tree: LogTree;
  readonly sources = new Map<string, ChainEnd>();
  /** Hex of every file that its events name. */
  readonly files = new Set<string>();
  /** The office's own instant of its newest event. */
  lastAt: Instant | null = null;
  /** Whether it signed two histories: then nothing more is taken from it. */
  forked = false;

  constructor(declared: Extract<EventBody, { kind: 'OfficeDeclared' }>, crypto: Crypto) {
    this.office = declared.office;
    this.declared = declared;
    this.identity = identityOf(declared, crypto);
    this.tree = new LogTree(crypto);
  }

  get size(): number {
    return this.tree.size;
  }

  /** Root (base64) of its first `size` events. */
  rootAt(size: number): string {
    return toBase64(this.tree.rootAt(size));
  }

  follow(own: Pick<EventHeader, 'at' | 'source' | 'sourceSeq'>, leafHash: Uint8Array): void {
    this.tree.append(leafHash);
    this.sources.set(own.source, { seq: own.sourceSeq, prev: leafHash });
    this.lastAt = own.at;
  }
}

/**
 * Whether anything can ever be taken in under what is declared: an office is declared once, so a slip in a key would shut it and its
 * stations out for good.
 */
export function areUsableKeys(declared: Extract<EventBody, { kind: 'OfficeDeclared' }>, crypto: Crypto): boolean {
  const identity = identityOf(declared, crypto);
  if (identity === null) return false;
  const { origin, logKey, cosigners } = identity;
  const isLogs = logKey.name === origin && logKey.type === TYPE_ED25519;
  return isLogs && cosigners.every(({ type }) => type === TYPE_COSIGNATURE);
}

function identityOf(
  { origin, log, heartbeat }: Extract<EventBody, { kind: 'OfficeDeclared' }>,
  crypto: Crypto,
): LogIdentity | null {
  const [logKey, beat] = [parseVkey(crypto, log), parseVkey(crypto, heartbeat)];
  return logKey.ok && beat.ok ? { origin, logKey: logKey.value, cosigners: [beat.value] } : null;
}

/** What the national record knows of each office's log: fed with every event of it, in order. */
export class OfficeLogs {
  private readonly crypto: Crypto;
  private readonly logs = new Map<string, OfficeLog>();

  constructor(crypto: Crypto) {
    this.crypto = crypto;
  }

  take(header: EventHeader, body: EventBody): void {
    const own = officeHeader(header);
    if (own !== null && header.office !== undefined) {
      const { id, at } = header.office;
      const log = this.logs.get(id);
      log?.follow({ ...header, at }, leafHashOf(this.crypto, own));
      for (const { hex } of filesNamedBy(body)) log?.files.add(hex);
    }
    // What an office says of offices says nothing here, and is never taken in.
    else if (body.kind === 'OfficeDeclared') this.logs.set(body.office, new OfficeLog(body, this.crypto));
    else if (body.kind === 'OfficeForked') {
      const log = this.logs.get(body.office);
      if (log !== undefined) log.forked = true;
    }
  }

  /** Every declared office, ascending by id. */
  all(): readonly OfficeLog[] {
    return [...this.logs.values()].sort((a, b) => (a.office < b.office ? -1 : 1));
  }

  /** null: it was not declared. */
  of(office: string): OfficeLog | null {
    return this.logs.get(office) ?? null;
  }
}
