import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobFolder } from '../adapters/blobs/blob-folder.ts';
import type { Blobs } from '../adapters/blobs/blobs.ts';
import { nodeCrypto } from '../adapters/crypto/node-crypto.ts';
import type { RunKeys } from '../adapters/keys/key-folder.ts';
import type { PictureReaders } from '../adapters/pictures/picture-readers.ts';
import { samplePicture } from '../adapters/pictures/sample-pictures.test-support.ts';
import { LiveCentre } from '../apps/centre/live-centre.ts';
import { OwnLog } from '../apps/office/own-log.ts';
import { DESK_SOURCE } from '../apps/run/election-run.ts';
import { type OpenedRun, openRun } from '../apps/run/open-run.ts';
import { describeRunError, type RunError } from '../apps/run/ports.ts';
import type { OfficialStep } from '../simulation/official-act.ts';
import type { BoardPlan } from '../simulation/official-count.ts';
import { type OfficialDesk, OfficialPlayer } from '../simulation/official-player.ts';
import { present } from '../src/base/assert.ts';
import { toBase64, utf8 } from '../src/base/bytes.ts';
import type { Signer } from '../src/base/crypto.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { expectOk, type Result } from '../src/base/result.ts';
import type { Act } from '../src/canvass/acts.ts';
import type { ElectionDefinition } from '../src/model/election.ts';
import { certificateBytes, contentOf } from '../src/record/index.ts';
import { formatVkey } from '../src/tlog/index.ts';
import { BenchPapers } from './official-papers.ts';

export type BoardParts = {
  readonly folder: string;
  readonly definition: ElectionDefinition;
  readonly keys: RunKeys;
  readonly plan: BoardPlan;
  readonly pictures: PictureReaders;
  readonly certifiers: ReadonlyMap<string, Signer>;
  /** Keys that the national board declares, by office. */
  readonly offices: ReadonlyMap<string, RunKeys>;
  readonly beginsAt: Instant;
};

/** One board of the bench: a real run with its store and public folder, and the people of its plan. */
export class BenchBoard {
  readonly opened: OpenedRun;
  readonly centre: LiveCentre;
  readonly blobs: Blobs;
  readonly papers: BenchPapers;
  readonly player: OfficialPlayer;
  states = 0;
  private readonly parts: BoardParts;
  private clock: Instant;
  private waiting: Promise<void>[] = [];

  constructor(parts: BoardParts) {
    const { folder, definition, keys, plan, pictures, beginsAt } = parts;
    this.parts = parts;
    this.clock = beginsAt;
    const opened = openRun(folder, definition, keys, false);
    if (!opened.ok) throw new Error(opened.error);
    this.opened = opened.value;
    const { run, store } = this.opened;
    worked(run.begin(beginsAt));
    this.opened.writeTrust();
    this.blobs = openBlobFolder(nodeCrypto, join(folder, 'blobs'));
    const clock = () => this.clock;
    const about = { run, store, blobs: this.blobs, pictures, clock, wall: clock, chance: () => 0, ownTime: true };
    this.centre = new LiveCentre({ ...about, office: plan.office });
    this.papers = new BenchPapers(this.opened, this.blobs);
    this.player = new OfficialPlayer(plan, this.desk());
  }

  get name(): string {
    return this.parts.plan.office ?? 'national';
  }

  get size(): number {
    return this.opened.run.keeper.ledger.size;
  }

  /** Plays up to an instant and publishes what is new. */
  async playTo(until: Instant): Promise<void> {
    await this.player.playTo(until);
    if (this.opened.run.hasNews) this.publish();
  }

  /** `complete`: every unit has its files from now on. */
  publish(complete = false): void {
    worked(this.opened.run.publish(this.clock, complete, DESK_SOURCE));
    this.states++;
  }

  goTo(at: Instant): void {
    if (at > this.clock) this.clock = at;
  }

  /** What it has to send. */
  ownLog(): OwnLog {
    const { keys, folder } = this.parts;
    const { store } = this.opened;
    const read = (path: string) => {
      try {
        return new Uint8Array(readFileSync(join(folder, 'public', path)));
      } catch {
        return null;
      }
    };
    return new OwnLog({ crypto: nodeCrypto, store, folder: { read }, ...keys });
  }

  readFile(hex: string): Uint8Array | null {
    try {
      return new Uint8Array(readFileSync(join(this.parts.folder, 'blobs', hex.slice(0, 2), hex)));
    } catch {
      return null;
    }
  }

  close(): void {
    this.opened.close();
  }

  private desk(): OfficialDesk {
    return {
      goTo: (at) => this.goTo(at),
      act: (act) => this.act(act),
      settle: () => this.settle(),
      special: (step) => this.special(step),
    };
  }

  private act(planned: Act): number {
    const first = this.size;
    const act = planned.kind === 'scan-sheet' ? this.scanned(planned, first) : planned;
    this.waiting.push(
      this.centre.act(act).then((done) => {
        if (!done.ok)
          throw new Error(`${this.name}: ${JSON.stringify(act)} was refused: ${JSON.stringify(done.error)}`);
      }),
    );
    return first;
  }

  /** One small picture with another comment stands for each: nothing is drawn. */
  private scanned(act: Extract<Act, { kind: 'scan-sheet' }>, number: number): Act {
    const page = pictureSaying(`scan ${number} of ${this.name}`);
    const original = toBase64(nodeCrypto.sha256(page));
    this.waiting.push(this.blobs.put(page).then((kept) => void expectOk(kept, 'a scan in the blobs')));
    return { ...act, content: contentOf(nodeCrypto, [original]), pictures: [{ original, shown: original }] };
  }

  private async settle(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = [];
    await Promise.all(waiting);
  }

  private async special(step: Exclude<OfficialStep, { kind: 'act' }>): Promise<void> {
    switch (step.kind) {
      case 'declare-office': {
        const { origin, log, heartbeat } = present(this.parts.offices.get(step.office), 'keys of an office');
        const keys = { origin, log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
        this.act({ kind: 'declare-office', office: step.office, ...keys, by: step.by });
        break;
      }
      case 'close-session': {
        this.publish();
        const papers = await this.papers.minutes();
        this.act({ kind: 'close-session', size: this.opened.run.publishedSize, papers, by: step.by });
        break;
      }
      case 'certify':
        await this.certify(step);
    }
    await this.settle();
  }

  private async certify({ contest, area, by }: Extract<OfficialStep, { kind: 'certify' }>): Promise<void> {
    this.publish();
    const { run } = this.opened;
    const { election } = run.view.geography.definition;
    const judged = run.canvass.options.judge(contest, area, run.publishedSize);
    if (judged === null) throw new Error(`${this.name}: nothing to certify of ${contest} in ${area}`);
    const certificate = { ...judged, papers: await this.papers.act(contest, area) };
    const bytes = certificateBytes({ election: election.id, contest }, certificate);
    const signatures = [...this.parts.certifiers]
      .slice(0, election.canvass?.required ?? 0)
      .map(([id, signer]) => [id, toBase64(signer.sign(bytes))] as const);
    this.act({ kind: 'certify', contest, certificate, signatures, by });
  }
}

/** The last instant of a plan. */
export function endOf({ steps }: BoardPlan): Instant {
  return steps.at(-1)?.at ?? instant(0);
}

function worked<T>(result: Result<T, RunError>): T {
  if (result.ok) return result.value;
  throw new Error(describeRunError(result.error));
}

const PICTURE = await samplePicture('jpeg', 32, 24);

/** The picture with a comment (segment COM, JPEG ITU-T T.81 B.2.4.5) behind its start: other bytes for each sheet. */
function pictureSaying(text: string): Uint8Array {
  const comment = utf8(text);
  const length = comment.length + 2;
  return new Uint8Array([
    ...PICTURE.subarray(0, 2),
    0xff,
    0xfe,
    length >> 8,
    length & 0xff,
    ...comment,
    ...PICTURE.subarray(2),
  ]);
}
