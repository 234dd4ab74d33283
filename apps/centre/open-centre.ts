import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Accounts, AccountsMode } from '../../adapters/accounts/accounts-port.ts';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto, verifyDeviceAside } from '../../adapters/crypto/node-crypto.ts';
import { describeInboxError } from '../../adapters/inbox/inbox.ts';
import { openInboxFolder } from '../../adapters/inbox/inbox-folder.ts';
import { openPictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { openUploadFolder } from '../../adapters/uploads/upload-folder.ts';
import { describeUploadError, type Uploads } from '../../adapters/uploads/uploads.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { OfficeDoor } from '../office/office-door.ts';
import type { OpenedRun } from '../run/open-run.ts';
import type { RunningServer } from '../server/public-server.ts';
import { captureFiles } from './capture-files.ts';
import type { CaptureParts } from './capture-parts.ts';
import { deskFiles } from './desk-files.ts';
import { startDeskServer } from './desk-server.ts';
import { DoorRefusals } from './door-refusals.ts';
import { fatesOf } from './fates.ts';
import { Door } from './intake.ts';
import { LiveCentre } from './live-centre.ts';
import { RunPapers } from './make-official-papers.ts';
import { openCapture } from './open-capture.ts';

const EXPIRE_MS = 3_600_000;

export type CentreOptions = {
  readonly mode: AccountsMode;
  readonly host: string;
  readonly port: number;
  /** Further ports to try when that one is taken. */
  readonly nextPorts: number;
  /** Where browsers find the desk when that is not this machine's own address. */
  readonly baseUrl: string | null;
  readonly publicUrl: string | null;
  /** Further addresses of the door, for phones to try when this one does not answer. */
  readonly endpoints?: readonly string[];
  /** Id of the office whose record this is; without, it is the national one. */
  readonly office?: string | null;
  /** A gateway for SMS, and the switch of the public pages; without, there are none. */
  readonly capture?: Partial<Pick<CaptureParts, 'sms' | 'reading'>>;
  readonly clock: () => Instant;
  readonly log: (line: string) => void;
};

export type OpenedCentre = {
  readonly centre: LiveCentre;
  readonly door: Door;
  readonly accounts: Accounts;
  readonly capture: CaptureParts;
  readonly server: RunningServer;
  /** To be called every second or so: what is done by the clock. */
  readonly upkeep: () => void;
  readonly close: () => Promise<void>;
};

/** Opens desks and door over a run: accounts, pictures, inbox and the HTTP interface. */
export async function openCentre(opened: OpenedRun, options: CentreOptions): Promise<Result<OpenedCentre, string>> {
  const { directory } = opened.folder;
  const blobs = openBlobFolder(nodeCrypto, join(directory, 'blobs'));
  const inbox = await openInboxFolder(nodeCrypto, join(directory, 'inbox'));
  if (!inbox.ok) return err(describeInboxError(inbox.error));
  for (const path of inbox.value.damaged) options.log(`${path} cannot be read; it is left for a person to look at.`);
  const uploads = await openUploadFolder(nodeCrypto, join(directory, 'uploads'));
  if (!uploads.ok) return err(describeUploadError(uploads.error));
  const { run, store, promiser } = opened;
  const pictures = openPictureReaders();
  const centre = new LiveCentre({
    ...{ run, store, blobs, pictures, clock: options.clock, ownTime: options.mode === 'demo' },
    office: options.office ?? null,
    chance: () => randomInt(2 ** 32) / 2 ** 32,
    wall: () => instant(Date.now()),
  });
  const door = new Door({
    centre,
    blobs,
    inbox: inbox.value.inbox,
    crypto: nodeCrypto,
    pictures,
    verify: verifyDeviceAside,
    uploads: uploads.value,
    promiser,
  });
  const refusals = new DoorRefusals(centre);
  const hasOffices = (centre.definition.election.canvass?.offices.length ?? 0) > 0;
  // Half a second of loading that no other verb needs.
  const { openAccounts } = await import('../../adapters/accounts/accounts.ts');
  // Sign-in checks the address that the browser names, so the port has to be known before.
  const port = await firstFreePort(options);
  const accounts = await openAccounts({
    directory,
    baseUrl: options.baseUrl ?? `http://localhost:${port}`,
    mode: options.mode,
    namesBegin: options.office ? `${options.office}.` : '',
    log: options.log,
  });
  if (!accounts.ok) {
    await pictures.close();
    return err(accounts.error.detail);
  }
  const capture = openCapture(directory, accounts.value.origin, options.capture ?? {});
  if (!capture.ok) {
    await pictures.close();
    await accounts.value.close();
    return capture;
  }
  const server = await startDeskServer({
    centre,
    door,
    accounts: accounts.value,
    host: options.host,
    port,
    publicUrl: options.publicUrl,
    books: { signers: opened.signers, prove: opened.prove, fateOf: fatesOf(run, centre) },
    endpoints: options.endpoints ?? [],
    refused: (reason) => refusals.count(reason),
    offices: hasOffices ? new OfficeDoor(centre, blobs, nodeCrypto) : null,
    papers: new RunPapers({ run, store, blobs, checkpoint: () => newestCheckpoint(opened.folder.public) }),
    capture: capture.value,
    deskFiles: [...deskFiles(), ...(await captureFiles()).files],
    // Behind a proxy that ends https, its word on a reader's address is taken if it runs on this machine.
    trustProxy: options.baseUrl === null ? false : 'loopback',
    log: options.log,
  });
  if (!server.ok) {
    await pictures.close();
    await accounts.value.close();
    capture.value.codes.close();
    return err(server.error.detail);
  }
  return ok({
    centre,
    door,
    accounts: accounts.value,
    capture: capture.value,
    server: server.value,
    upkeep: upkeepOf(refusals, uploads.value, options.log),
    close: async () => {
      await server.value.close();
      await refusals.tell();
      await pictures.close();
      await accounts.value.close();
      capture.value.codes.close();
    },
  });
}

/** Tells what was refused, and lets uploads go that rested too long. */
function upkeepOf(refusals: DoorRefusals, uploads: Uploads, log: (line: string) => void): () => void {
  let expiredAt = -EXPIRE_MS;
  return () => {
    const now = instant(Date.now());
    refusals.tick(now);
    if (now - expiredAt < EXPIRE_MS) return;
    expiredAt = now;
    void uploads.expire(now).then((gone) => {
      if (!gone.ok) log(describeUploadError(gone.error));
    });
  };
}

/** null before the first. */
function newestCheckpoint(folder: string): Bytes | null {
  const path = join(folder, 'checkpoint');
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : null;
}

/** The first port that nobody listens on; the one asked for if none is, so that listening says what is wrong. */
async function firstFreePort({ host, port, nextPorts }: CentreOptions): Promise<number> {
  for (let tried = port; tried <= port + nextPorts; tried++) {
    const probe = createServer();
    const free = await new Promise<number | null>((resolve) => {
      probe.once('error', () => resolve(null));
      // Asked for port 0 the system chooses one, and sign-in has to know which.
      probe.listen(tried, host, () => resolve((probe.address() as AddressInfo).port));
    });
    if (free === null) continue;
    await new Promise((resolve) => probe.close(resolve));
    return free;
  }
  return port;
}
