import type { Rehearsal } from '../../simulation/generate-election.ts';
import { paperFlaw, readingOf } from '../../simulation/paper-flaws.ts';
import { present } from '../../src/base/assert.ts';
import { instant } from '../../src/base/instant.ts';
import { leavesNoFigures } from '../../src/model/desk-rules.ts';
import type { ContestId, StationId } from '../../src/model/ids.ts';
import type { Role } from '../../src/record/index.ts';
import type { OpenedRun } from '../run/open-run.ts';
import type { PublicServer } from '../server/public-server.ts';
import { type OpenedCentre, openCentre } from './open-centre.ts';

/** Names without the mark that demo accounts get by themselves. */
const DEMO_PEOPLE: readonly (readonly [string, readonly Role[]])[] = [
  ['typist-1', ['typist']],
  ['typist-2', ['typist']],
  ['verifier', ['verifier']],
  ['supervisor-1', ['supervisor']],
  ['supervisor-2', ['supervisor']],
  ['publisher-1', ['publisher']],
  ['publisher-2', ['publisher']],
  ['auditor', ['auditor']],
  ['administrator', ['administrator']],
];
/** No secret: printed at every start, and good for a rehearsal's own accounts alone. */
export const DEMO_PASSWORD = 'demo-demo-demo';

/** A colleague types the same sheet a little later, so that one person alone sees a sheet through. */
const COLLEAGUE = 'typist-600';
const COLLEAGUE_MS = 4000;

/** As long as somebody may leave a demonstration standing. */
const CODE_GOOD_MS = 24 * 3_600_000;

export type DemoDesk = {
  readonly opened: OpenedCentre;
  /** Opens the page for phones and enrols the one that comes first, for all stations; null if none could be made. */
  readonly phoneAddress: string | null;
  /** What people did since the last call: then a state is due. */
  readonly takeNews: () => boolean;
  readonly close: () => Promise<void>;
};

export type DemoOptions = {
  /** Of the rehearsal. */
  readonly seed: string;
  readonly port: number;
  readonly nextPorts: number;
  readonly page: PublicServer | null;
  readonly log: (line: string) => void;
};

/** Opens desks over a running rehearsal, with marked accounts and a colleague for whoever sits down alone. */
export async function openDemoDesk(
  run: OpenedRun,
  rehearsal: Rehearsal,
  options: DemoOptions,
): Promise<{ ok: true; value: DemoDesk } | { ok: false; error: string }> {
  const opened = await openCentre(run, {
    mode: 'demo',
    host: '127.0.0.1',
    port: options.port,
    nextPorts: options.nextPorts,
    baseUrl: null,
    publicUrl: options.page?.url ?? null,
    ...(options.page === null ? {} : { capture: { reading: options.page.reading } }),
    // A rehearsal has a time of its own: that of its newest event.
    clock: () => run.run.keeper.ledger.lastAt ?? run.run.view.lastAt,
    log: options.log,
  });
  if (!opened.ok) return opened;
  await makePeople(opened.value);
  const colleague = new Colleague(opened.value, rehearsal, options.seed);
  let seen = opened.value.centre.acts;
  const timer = setInterval(() => {
    colleague.look();
    opened.value.upkeep();
  }, COLLEAGUE_MS / 4);
  return {
    ok: true,
    value: {
      opened: opened.value,
      phoneAddress: phoneAddressOf(opened.value),
      takeNews: () => {
        const acts = opened.value.centre.acts;
        const news = acts !== seen;
        seen = acts;
        return news;
      },
      close: async () => {
        clearInterval(timer);
        await opened.value.close();
      },
    },
  };
}

function phoneAddressOf({ centre, capture }: OpenedCentre): string | null {
  const scope = present(centre.state.geography.units[0], 'the whole').id;
  const at = centre.wall();
  const made = capture.codes.make(
    { kind: 'enrol', scope, only: null, replaces: null },
    { at, expiresAt: instant(at + CODE_GOOD_MS), by: null },
  );
  return made.ok ? `${capture.url}#enrol=${made.value.code}` : null;
}

async function makePeople({ accounts, centre }: OpenedCentre): Promise<void> {
  await centre.act({ kind: 'grant-role', person: COLLEAGUE, role: 'typist', by: 'console' });
  const known = new Map(accounts.list({ limit: 1000 }).map((account) => [account.name, account]));
  for (const [name, roles] of DEMO_PEOPLE) {
    const there = known.get(`demo-${name}`);
    const made = there ?? (await createDemo(accounts, name));
    for (const role of roles) {
      // Granted at an earlier start already: the record says so, and the refusal too.
      await centre.act({ kind: 'grant-role', person: made.pseudonym, role, by: 'console' });
    }
  }
}

async function createDemo(accounts: OpenedCentre['accounts'], name: string): Promise<{ readonly pseudonym: string }> {
  const made = await accounts.createAccount({ name, password: DEMO_PASSWORD, demo: true });
  if (!made.ok) throw new Error(`assertion failed: a demo account can be made, not ${made.error.kind}`);
  return made.value;
}

/** Types what stands on a sheet that somebody else has typed once, if nobody did so meanwhile. */
class Colleague {
  private readonly opened: OpenedCentre;
  private readonly rehearsal: Rehearsal;
  private readonly seed: string;
  private readonly since = new Map<number, number>();

  constructor(opened: OpenedCentre, rehearsal: Rehearsal, seed: string) {
    this.opened = opened;
    this.rehearsal = rehearsal;
    this.seed = seed;
  }

  look(): void {
    const { centre, accounts } = this.opened;
    for (const entry of centre.state.typing.pending('preliminary').keys()) {
      const { sheet, contest } = centre.state.placeOfPending(entry);
      const work = centre.state.typingOf(sheet.number, contest);
      if (work?.kind !== 'awaiting-second' || accounts.accountOf(work.first.actor) === null) continue;
      const since = this.since.get(entry) ?? Date.now();
      this.since.set(entry, since);
      if (Date.now() - since >= COLLEAGUE_MS) void this.type(sheet.number, sheet.station, contest);
    }
  }

  private async type(sheet: number, station: StationId, contest: ContestId): Promise<void> {
    const { definition, truth } = this.rehearsal;
    const own = definition.stations.find(({ id }) => id === station);
    const tallies = definition.election.contests.flatMap(({ id }) => truth.get(id)?.get(station) ?? []);
    const at = tallies.findIndex((tally) => tally.contest === contest);
    const tally = tallies[at];
    if (own === undefined || tally === undefined) return;
    // What somebody who reads well sees on this paper: also what its jury corrected, or did not sign.
    const reading = readingOf(tally, paperFlaw(this.seed, own, tallies));
    const { corrections = [], observations = [] } = reading;
    const boxes = leavesNoFigures(observations) ? [] : reading.tally.boxes;
    // Refused where somebody was quicker, which is all that was wanted.
    const content = { boxes, corrections, observations };
    await this.opened.centre.act({ kind: 'commit-entry', sheet, contest, by: COLLEAGUE, content });
  }
}
