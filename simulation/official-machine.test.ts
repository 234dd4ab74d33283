import { expect, test } from 'vitest';
import { signerFromSeed } from '../adapters/crypto/node-crypto.ts';
import { toBase64 } from '../src/base/bytes.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { expectOk } from '../src/base/result.ts';
import type { Act } from '../src/canvass/acts.ts';
import { CanvassState } from '../src/canvass/canvass-state.ts';
import type { ContestEnd } from '../src/canvass/canvass-types.ts';
import { decideAct } from '../src/canvass/decide.ts';
import { CentreState } from '../src/entry/centre-state.ts';
import { headerOf } from '../src/entry/machine-explore.ts';
import type { ElectionDefinition } from '../src/model/election.ts';
import { layOutGeography } from '../src/model/geography.ts';
import type { ContestId } from '../src/model/ids.ts';
import { officeDefinition } from '../src/model/office-definition.ts';
import type { Certificate, Papers } from '../src/record/index.ts';
import { generateElection } from './generate-election.ts';
import type { OfficialStep } from './official-act.ts';
import { BUSY_RATES } from './official-busy.test-support.ts';
import { type BoardPlan, planOfficialCount } from './official-count.ts';
import { endKey } from './official-draft.ts';
import { type OfficialDesk, OfficialPlayer } from './official-player.ts';
import { withOfficialCount } from './official-rules.ts';

const HASH = toBase64(new Uint8Array(32).fill(7));
const PAPERS: Papers = { data: HASH, es: HASH, en: HASH };
const KEYS = [1, 2, 3].map((n) => toBase64(signerFromSeed(new Uint8Array(32).fill(n)).publicKey));
const SIGNED = ['certifier-1', 'certifier-2'].map((id) => [id, toBase64(new Uint8Array(64).fill(9))] as const);

/** The machine alone, without a log: acts are decided and taken one after the other. */
class MachineDesk implements OfficialDesk {
  readonly canvass: CanvassState;
  private at: Instant = instant(0);
  private size = 0;

  constructor(definition: ElectionDefinition) {
    const centre = new CentreState(layOutGeography(definition));
    const judge = (_: ContestId, area: string) => certificateOf(this.size, area);
    this.canvass = new CanvassState(centre, { verify: () => true, newestState: () => this.size, judge });
  }

  goTo = (at: Instant): void => {
    this.at = at;
  };

  act = (act: Act): number => {
    const decided = decideAct(this.canvass, act.kind === 'scan-sheet' ? this.pictured(act) : act, this.at);
    if (!decided.ok) throw new Error(`${JSON.stringify(act)}: ${JSON.stringify(decided.error)}`);
    const first = this.size;
    for (const draft of decided.value) {
      const header = headerOf(draft, this.size, this.at);
      this.canvass.centre.take(this.size, header, draft.body);
      this.canvass.take(this.size, header, draft.body);
      this.size++;
    }
    return first;
  };

  /** A plan has no pictures. */
  private pictured(act: Extract<Act, { kind: 'scan-sheet' }>): Act {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint32(0, this.size);
    const hash = toBase64(bytes);
    return { ...act, content: hash, pictures: [{ original: hash, shown: hash }] };
  }

  settle = async (): Promise<void> => {};

  special = async (step: Exclude<OfficialStep, { kind: 'act' }>): Promise<void> => {
    if (step.kind === 'close-session')
      this.act({ kind: 'close-session', size: this.size, papers: PAPERS, by: step.by });
    else if (step.kind === 'certify') {
      const { contest, area, by } = step;
      const certificate = { ...certificateOf(this.size, area), papers: PAPERS };
      this.act({ kind: 'certify', contest, certificate, signatures: SIGNED, by });
    } else {
      const keys = {
        origin: `national/office/${step.office}`,
        log: `${step.office}+log`,
        heartbeat: `${step.office}+beat`,
      };
      this.act({ kind: 'declare-office', office: step.office, ...keys, by: step.by });
    }
  };
}

function certificateOf(size: number, area: string): Certificate {
  const none = { annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: null, votes: [], others: [] };
  const figures = { expected: 0, counted: 0, ...none, valid: 0, cast: 0 };
  return { area, size, root: HASH, offices: [], figures, outcome: '{}', seats: null, partial: null, papers: PAPERS };
}

function textOf(end: ContestEnd | null): string {
  return end?.kind === 'counted' ? `counted ${end.from} ${end.corrected}` : (end?.kind ?? 'nowhere');
}

test.each([
  { seed: 'scanned', offices: 2, scans: true },
  { seed: 'busy', offices: 3, scans: false },
  { seed: 'centre', offices: 0, scans: false },
])(
  'the machine refuses nothing of a busy count by $offices offices, and ends every contest as planned',
  async (about) => {
    const { seed, offices, scans } = about;
    const ask = { offices, certifierKeys: KEYS, required: 2, scans };
    const rehearsal = withOfficialCount(generateElection({ seed, stations: 200 }), ask);
    const plan = planOfficialCount(rehearsal, { seed, rates: BUSY_RATES, appeal: true });
    const boards = plan.offices.length === 0 ? [plan.national] : plan.offices;
    for (const board of boards) {
      const machine = new MachineDesk(definitionOf(rehearsal.definition, board));
      await new OfficialPlayer(board, machine).playTo(plan.endsAt);
      expect(endsOf(machine.canvass)).toEqual(plannedEnds(board));
    }
  },
);

function definitionOf(definition: ElectionDefinition, { office }: BoardPlan): ElectionDefinition {
  return office === null ? definition : expectOk(officeDefinition(definition, office), 'an office');
}

function plannedEnds({ ends }: BoardPlan): ReadonlyMap<string, string> {
  return new Map([...ends].map(([key, end]) => [key, plannedText(end)] as const).sort());
}

function plannedText(end: { readonly kind: string; readonly from?: string; readonly corrected?: boolean }): string {
  return end.kind === 'counted' ? `counted ${end.from} ${end.corrected}` : end.kind;
}

function endsOf(canvass: CanvassState): ReadonlyMap<string, string> {
  const { geography } = canvass.centre;
  const ends = geography.definition.election.contests.flatMap(({ id }, contest) => {
    return geography.stations.flatMap((station, place) => {
      if (geography.votesIn[contest]?.[place] !== true) return [];
      return [[endKey(station.id, id), textOf(canvass.endOf(place, contest))] as const];
    });
  });
  return new Map(ends.sort());
}
