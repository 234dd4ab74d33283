import { type Bytes, toBase64, utf8 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { type FiguresReadBody, figuresBytes, figuresCommitment } from '../record/index.ts';
import { act, TOY } from './fixture-election.test-support.ts';
import type { ToyPublisher } from './fixture-publisher.test-support.ts';

export type ToyDevice = { readonly name: string; readonly sign: (message: Bytes) => Bytes };

/** How figures of the toy are sent; by SMS without a device. */
export type ToySending = {
  readonly device?: ToyDevice;
  readonly sentAt?: number;
  /** The station that the device signs for, where it is another. */
  readonly signs?: string;
  /** What the record opens later, where that is not what was announced. null: nothing. */
  readonly opens?: (body: FiguresReadBody) => FiguresReadBody | null;
};

/** Records figures of a station with their reading behind them, and gives the record number of the announcement. */
export function announce(
  toy: ToyPublisher,
  station: string,
  numbers: readonly (number | 'empty' | 'illegible')[],
  { device, sentAt = 1_767_484_000_000, signs = station, opens = (body) => body }: ToySending = {},
): number {
  const boxes = numbers as readonly Box[];
  const salt = toy.crypto.sha256(utf8(`figures ${toy.events.length}`));
  const figures = [['pres', figuresCommitment(toy.crypto, salt, 'pres', boxes)]] as const;
  const at = sentAt as Instant;
  const said = { election: TOY.election.id, station: signs, device: device?.name ?? '', sentAt: at, figures };
  const announced = toy.add(
    act.announce({
      station: station as StationId,
      figures,
      via: device ? 'app' : 'sms',
      device: device?.name ?? null,
      sentAt: device ? at : null,
      signature: device ? toBase64(device.sign(figuresBytes(said))) : null,
    }),
  );
  const read = opens({ station: station as StationId, announced, boxes, salt: toBase64(salt) });
  if (read !== null) toy.add(act.read(read));
  return announced;
}
