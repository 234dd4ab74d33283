import { present } from '../../src/base/assert.ts';
import { type Bytes, decodeUtf8, equalBytes, fromBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { AnnounceFigures } from '../../src/entry/acts.ts';
import type { StationId } from '../../src/model/ids.ts';
import { decodeBody, figuresBytes, figuresCommitment, SALT_BYTES } from '../../src/record/index.ts';
import type { ArrivalError, CountingCentre, FiguresAnswer, FiguresMessage } from './centre-types.ts';
import type { IntakePromises } from './intake-promises.ts';
import type { IntakeSenders } from './intake-senders.ts';

type Figures = AnnounceFigures['figures'];
type Parts = {
  readonly centre: CountingCentre;
  readonly crypto: Crypto;
  readonly senders: IntakeSenders;
  readonly promises: IntakePromises;
};

/** Where figures come in: sealed, as one more reading, and never as an entry. */
export class IntakeFigures {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  async announce(message: FiguresMessage): Promise<Result<FiguresAnswer, ArrivalError>> {
    const { centre, senders, promises } = this.parts;
    const { station, device, sentAt, signature } = message;
    const figures = this.sealed(message);
    if (!figures.ok) return figures;
    const signedBytes = this.bytesOf(message, pairsOf(figures.value));
    const refused = await senders.refuse({ device, signature }, signedBytes);
    if (refused !== null) return err(refused);
    const done = await centre.act({
      kind: 'announce-figures',
      station: station as StationId,
      figures: figures.value,
      signed: { device, sentAt, signature },
    });
    if (done.ok) {
      const record = done.value.first;
      return ok({ record, fresh: true, promise: promises.of(record, station, signedBytes) });
    }
    const known = done.error.kind === 'refused' ? done.error.refusal : null;
    if (known?.kind !== 'already-received') return err(done.error);
    const record = known.sheet;
    // The log may not promise figures that it does not hold.
    if (!equalBytes(this.storedBytes(record), signedBytes)) return err(SENT_BEFORE);
    return ok({ record, fresh: false, promise: promises.of(record, station, signedBytes) });
  }

  private sealed({ figures }: FiguresMessage): Result<Figures, ArrivalError> {
    const sealed: Figures[number][] = [];
    for (const [i, { contest, boxes, salt }] of figures.entries()) {
      const bytes = fromBase64(salt);
      if (!bytes.ok || bytes.value.length !== SALT_BYTES) {
        return err({ kind: 'malformed', field: `/figures/${i}/salt`, detail: 'A salt has 32 bytes, in base64.' });
      }
      const commitment = figuresCommitment(this.parts.crypto, bytes.value, contest, boxes);
      sealed.push({ contest, boxes, salt, commitment });
    }
    return ok(sealed);
  }

  private bytesOf(
    { station, device, sentAt }: { readonly station: string; readonly device: string; readonly sentAt: Instant },
    figures: readonly (readonly [string, string])[],
  ): Bytes {
    return figuresBytes({ election: this.parts.centre.definition.election.id, station, device, sentAt, figures });
  }

  /** What the sender of these stored figures signed. */
  private storedBytes(record: number): Bytes {
    const { body } = present(this.parts.centre.read(record, 1)[0], `the stored event ${record}`);
    const raw = JSON.parse(expectOk(decodeUtf8(body), 'a body of our own')) as Record<string, unknown>;
    const said = expectOk(decodeBody('FiguresAnnounced', raw), 'figures of our own');
    if (said.kind !== 'FiguresAnnounced' || said.device === null || said.sentAt === null) {
      throw new Error(`assertion failed: event ${record} holds figures that a device signed`);
    }
    const { station, device, sentAt, figures } = said;
    return this.bytesOf({ station, device, sentAt }, figures);
  }
}

const SENT_BEFORE: ArrivalError = {
  kind: 'malformed',
  field: '/sentAt',
  detail: 'Other figures of this device came with this very time: each message has a time of its own.',
};

function pairsOf(figures: Figures): readonly (readonly [string, string])[] {
  return figures.map(({ contest, commitment }) => [contest, commitment] as const);
}
