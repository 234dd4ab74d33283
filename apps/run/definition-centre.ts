import { join } from 'node:path';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto, verifyDeviceAside } from '../../adapters/crypto/node-crypto.ts';
import { openInboxFolder } from '../../adapters/inbox/inbox-folder.ts';
import type { RunKeys } from '../../adapters/keys/key-folder.ts';
import { openPictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { Arrival } from '../centre/centre-types.ts';
import { Door } from '../centre/intake.ts';
import { LiveCentre } from '../centre/live-centre.ts';
import { DESK_SOURCE, type ElectionRun } from './election-run.ts';
import { openRun } from './open-run.ts';
import { describeRunError, type RunError } from './ports.ts';

/** What does not work in the rehearsed system, as a sentence. */
export class RehearsalFailure extends Error {}

export type DefinitionCentre = {
  readonly run: ElectionRun;
  readonly centre: LiveCentre;
  /** Sets the virtual clock, which never goes back, and does one act. Gives the record number of its first event. */
  readonly act: (act: CentreAct) => Promise<number>;
  /** Several acts that have nothing to do with each other: one flush for all. */
  readonly acts: (acts: readonly CentreAct[]) => Promise<readonly number[]>;
  readonly take: (arrival: Arrival) => Promise<number>;
  readonly publish: () => void;
  readonly now: () => Instant;
  readonly goTo: (at: Instant) => void;
  readonly close: () => Promise<void>;
};

const STEP_MS = 1000;

/**
 * The counting centre of a real count over a folder, with a clock that its rehearsal turns. Whatever is refused here is a
 * failure: a rehearsal asks nothing that a count would not.
 */
export async function openDefinitionCentre(
  directory: string,
  definition: ElectionDefinition,
  keys: RunKeys,
  beginsAt: Instant,
): Promise<DefinitionCentre> {
  const opened = openRun(directory, definition, keys, false);
  if (!opened.ok) throw new RehearsalFailure(opened.error);
  const { run, store, close } = opened.value;
  worked(run.begin(beginsAt));
  worked(run.followAside());
  opened.value.writeTrust();
  const blobs = openBlobFolder(nodeCrypto, join(directory, 'blobs'));
  const inbox = await openInboxFolder(nodeCrypto, join(directory, 'inbox'));
  if (!inbox.ok) throw new RehearsalFailure(`cannot use ${directory}/inbox: ${inbox.error.kind}`);
  let clock = run.keeper.ledger.lastAt ?? beginsAt;
  const now = () => clock;
  const goTo = (at: Instant) => {
    if (at > clock) clock = at;
  };
  const pictures = openPictureReaders({ readers: 1 });
  const wall = () => instant(Date.now());
  const centre = new LiveCentre({ run, store, blobs, pictures, clock: now, wall, chance: () => 0 });
  const parts = { centre, blobs, inbox: inbox.value.inbox, crypto: nodeCrypto, pictures, verify: verifyDeviceAside };
  const door = new Door(parts);
  const act = async (one: CentreAct) => {
    goTo(instant(clock + STEP_MS));
    const done = await centre.act(one);
    if (done.ok) return done.value.first;
    throw new RehearsalFailure(`${one.kind} was refused: ${JSON.stringify(done.error)}`);
  };
  return {
    run,
    centre,
    act,
    acts: (acts) => Promise.all(acts.map(act)),
    take: async (arrival) => {
      goTo(instant(clock + STEP_MS));
      const taken = await door.take(arrival);
      if (taken.ok && taken.value.kind === 'received') return taken.value.sheet;
      throw new RehearsalFailure(`the sheet of ${arrival.name} was not taken: ${JSON.stringify(taken)}`);
    },
    publish: () => void worked(run.publish(clock, false, DESK_SOURCE)),
    now,
    goTo,
    close: async () => {
      await pictures.close();
      close();
    },
  };
}

function worked<T>(result: Result<T, RunError>): T {
  if (result.ok) return result.value;
  throw new RehearsalFailure(describeRunError(result.error));
}
