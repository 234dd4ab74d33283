import { join } from 'node:path';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { openRunKeys } from '../../adapters/keys/key-folder.ts';
import { openPictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { LiveCentre } from '../centre/live-centre.ts';
import { DESK_SOURCE } from '../run/election-run.ts';
import { openRun } from '../run/open-run.ts';
import { describeRunError } from '../run/ports.ts';
import { openRunForReading } from '../run/read-run.ts';
import { askDoor } from './ask-door.ts';
import type { AskRecord } from './ask-record.ts';
import { OfficeDoor } from './office-door.ts';

export type OpenedNational = {
  readonly ask: AskRecord;
  /** Publishes what was taken in. A sentence, where that failed. */
  readonly close: () => Promise<string | null>;
};

/** Opens the folder of a national count that nobody runs at the moment, to take in what a stick brings. */
export async function openNational(directory: string): Promise<Result<OpenedNational, string>> {
  const read = openRunForReading(directory, nodeCrypto);
  if (!read.ok) return err(read.error.detail);
  const { definition } = read.value.geography;
  read.value.close();
  const about = { kind: 'live' as const, election: definition.election.id, create: false };
  const keys = openRunKeys(nodeCrypto, join(directory, 'keys'), about);
  if (!keys.ok) return err(`cannot use ${keys.error.path}: ${keys.error.detail}`);
  // The store has one writer: while the counting centre runs, this is refused, and the stick goes to its address.
  const opened = openRun(directory, definition, keys.value, true);
  if (!opened.ok) return opened;
  const { run, store } = opened.value;
  const begun = run.begin(instant(Number(store.readMeta('beginsAt') ?? 'NaN')));
  const followed = begun.ok ? run.followAside() : begun;
  if (!followed.ok) {
    opened.value.close();
    return err(describeRunError(followed.error));
  }
  const blobs = openBlobFolder(nodeCrypto, join(directory, 'blobs'));
  const pictures = openPictureReaders({ readers: 1 });
  const clock = () => instant(Date.now());
  const centre = new LiveCentre({ run, store, blobs, pictures, clock, wall: clock, chance: () => 0 });
  const door = new OfficeDoor(centre, blobs, nodeCrypto);
  return ok({
    ask: askDoor(door),
    close: async () => {
      const published = run.hasNews ? run.publish(centre.now(), run.isFilled, DESK_SOURCE) : ok(null);
      await pictures.close();
      opened.value.close();
      return published.ok ? null : describeRunError(published.error);
    },
  });
}
