import type { Instant } from '../base/instant.ts';
import type { CanvassRules, ObjectionGround, RulingEffect } from '../model/canvass-rules.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Amendment, Certificate, CertifiedFigures, EventBody, Found, SealCondition } from '../record/index.ts';
import { type About, LITTLE_DESK, ViewRecorder } from './view-recorder.test-support.ts';

/*
 * The little election with an official count from the paper, and its acts. Nothing here decides whether an act may be: that
 * is the counting centre's. Two grounds: `arithmetic` leaves figures in the total, `false-sheet` takes them out at once.
 */

const text = (name: string) => ({ es: `${name} (es)`, en: name });
const ground = (code: string, holds: boolean): ObjectionGround => ({
  ...{ code, name: text(`ground ${code}`), law: text('article 1'), holds },
  effects: ['annul', 'correct', 'recount', 'repeat', 'retype', 'stands'],
});

export const LITTLE_RULES: CanvassRules = {
  offices: [],
  scans: false,
  quorum: 2,
  grounds: [ground('arithmetic', false), ground('false-sheet', true)],
  checks: {},
  observations: {},
  certifiers: [
    { id: 'c1', name: 'Rosa Rojas', title: text('President of the board'), key: '' },
    { id: 'c2', name: 'Luis Luna', title: text('Secretary'), key: '' },
  ],
  required: 1,
  partial: true,
};

export const LITTLE_CANVASS: ElectionDefinition = {
  ...LITTLE_DESK,
  election: { ...LITTLE_DESK.election, canvass: LITTLE_RULES },
};

/** The same, with an office for the north and one for the rest. */
export const LITTLE_OFFICES: ElectionDefinition = {
  ...LITTLE_CANVASS,
  election: {
    ...LITTLE_CANVASS.election,
    canvass: {
      ...LITTLE_RULES,
      offices: [
        { id: 'NO', name: text('Office of the North'), units: ['u1' as never] },
        { id: 'RE', name: text('Office of the rest'), units: ['u4' as never, 'u6' as never] },
      ],
    },
  },
};

const BY = ['cua', 'cub'] as const;
const VOTED = { for: ['m1', 'm2'], against: ['m3'], abstained: [], law: text('article 2'), reason: text('seen') };
const HASH = (sign: string) => `${sign.repeat(42)}A=`;
export const PAPERS = { data: HASH('D'), es: HASH('E'), en: HASH('N') };
const O = 'official';

type Sheet = { readonly station: string; readonly sheet: number };

export class CanvassRecorder extends ViewRecorder {
  constructor(definition: ElectionDefinition = LITTLE_CANVASS) {
    super(null, definition);
  }

  /** An envelope comes in; the sheet that it makes. */
  envelope(station: string, condition: SealCondition = 'whole', generation?: number): number {
    const body = {
      kind: 'EnvelopeReceived',
      station: station as StationId,
      seal: 'P-17',
      condition,
      from: 'courier 4',
    } as const;
    return this.act(body, { ...this.official(generation), actor: 'cua' });
  }

  miss(station: string): number {
    return this.act(
      { kind: 'EnvelopeMissing', station: station as StationId, by: BY, reason: text('not there') },
      this.official(),
    );
  }

  open(
    { station, sheet }: Sheet,
    found: Found = 'sheet',
    condition: SealCondition = 'whole',
    generation?: number,
  ): number {
    const body = {
      kind: 'EnvelopeOpened',
      station: station as StationId,
      sheet,
      seal: 'P-17',
      condition,
      found,
      by: BY,
    } as const;
    return this.act(body, this.official(generation));
  }

  move({ station, sheet }: Sheet, to: string, condition: SealCondition = 'whole'): number {
    const body = {
      kind: 'EnvelopeMoved',
      station: station as StationId,
      sheet,
      to,
      seal: 'P-17',
      condition,
      by: BY,
    } as const;
    return this.act(body, this.official());
  }

  store({ station, sheet }: Sheet, where = 'vault 3'): number {
    return this.act({ kind: 'EnvelopeStored', station: station as StationId, sheet, where }, this.official());
  }

  scan({ station, sheet }: Sheet, picture: string, paper: 'recount' | 'sheet' = 'sheet', generation?: number): number {
    const pictures = [{ original: HASH('A'), shown: HASH(picture) }];
    const body = {
      kind: 'SheetScanned',
      station: station as StationId,
      sheet,
      paper,
      content: HASH('C'),
      pictures,
    } as const;
    return this.act(body, this.official(generation));
  }

  copy(station: string, generation?: number): number {
    const body = {
      kind: 'CopyAdmitted',
      station: station as StationId,
      holder: text('a party'),
      session: 1,
      ...VOTED,
    } as const;
    return this.act(body, this.official(generation));
  }

  /** The envelope of a station with its sheet out, typed alike by two: its sheet and the agreement. */
  counted(
    contest: string,
    station: string,
    boxes: readonly Box[],
  ): { readonly sheet: number; readonly agreed: number } {
    const sheet = this.envelope(station);
    this.open({ station, sheet });
    return { sheet, agreed: this.agree(O, contest, station, boxes, sheet).agreed };
  }

  object(contest: string, { station, sheet }: Sheet, ground = 'arithmetic', generation?: number): number {
    const body: EventBody = {
      kind: 'ObjectionRaised',
      ...{ station: station as StationId, sheet, session: 1, party: 'Party X' },
      ...{ delegate: 'dx', ground, text: text('look again') },
    };
    return this.act(body, { ...this.official(generation), contest });
  }

  ruleBoard(
    contest: string,
    { station, sheet }: { readonly station: string; readonly sheet: number | null },
    effect: RulingEffect,
    objections: readonly (readonly [number, boolean])[] = [],
    until: number | null = null,
    generation?: number,
  ): number {
    const ground = objections.length === 0 ? null : 'arithmetic';
    const body: EventBody = {
      kind: 'BoardRuled',
      ...{ station: station as StationId, sheet, effect, ground, objections },
      ...{ until: until as Instant | null, session: 1, ...VOTED },
    };
    return this.act(body, { ...this.official(generation), contest, actor: 'm1' });
  }

  annul(contest: string, { station, sheet }: Sheet, from: number, generation?: number): number {
    return this.act(
      { kind: 'SheetAnnulled', station: station as StationId, sheet, from },
      { ...this.official(generation), contest },
    );
  }

  correct(
    contest: string,
    { station, sheet }: Sheet,
    boxes: readonly Box[],
    from: number,
    generation?: number,
  ): number {
    return this.act(
      { kind: 'SheetCorrected', station: station as StationId, sheet, boxes, from },
      { ...this.official(generation), contest },
    );
  }

  liftRepeat(contest: string, generation: number): void {
    this.act({ kind: 'EmbargoLifted' }, { contest, generation });
  }

  amend(change: Amendment): number {
    return this.act(
      { kind: 'DefinitionAmended', change, law: text('Law 9'), by: BY, reason: text('flood') },
      { actor: 'cub' },
    );
  }

  seat(member: string, name: string): number {
    return this.act({ kind: 'MemberSeated', member, name, title: text('Member') }, { actor: 'adm' });
  }

  openSession(session: number, about: About = {}): number {
    const delegates = [['Party X', 'dx']] as const;
    const body = {
      kind: 'SessionOpened',
      session,
      place: 'Main hall',
      members: ['m1', 'm2', 'm3'],
      delegates,
      counted: 0,
    } as const;
    return this.act(body, { count: O, actor: 'sec', ...about });
  }

  closeSession(session: number, about: About = {}): number {
    const size = this.states.at(-1)?.size ?? 0;
    return this.act({ kind: 'SessionClosed', session, size, papers: PAPERS }, { count: O, actor: 'sec', ...about });
  }

  drawLot(contest: string, area: string, order: readonly string[], about: About = {}): number {
    return this.act(
      { kind: 'LotDrawn', area, order, session: 1, ...VOTED },
      { contest, count: O, actor: 'm1', ...about },
    );
  }

  certify(
    contest: string,
    area: string,
    partial: string | null = null,
    about: About = {},
    seats: Certificate['seats'] = null,
  ): number {
    const figures: CertifiedFigures = {
      ...{ expected: 1, counted: 1, annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: null },
      ...{ votes: [], others: [], valid: 0, cast: 0 },
    };
    const body: EventBody = {
      kind: 'ResultCertified',
      ...{ area, size: this.states.at(-1)?.size ?? 0, root: HASH('R'), offices: [], figures },
      ...{ outcome: '{}', seats, partial: partial === null ? null : text(partial), papers: PAPERS },
      signatures: [['c1', `${'A'.repeat(86)}==`]],
    };
    return this.act(body, { count: O, contest, actor: 'pub', ...about });
  }

  court(contest: string, about: About = {}): number {
    const body = {
      kind: 'CourtOrdered',
      court: text('High court'),
      order: '12/26',
      by: ['m1', 'm2'],
      reason: text('as it says'),
    } as const;
    return this.act(body, { count: O, contest, actor: 'm2', ...about });
  }

  private official(generation?: number): About {
    return generation === undefined ? { count: O } : { count: O, generation };
  }
}
