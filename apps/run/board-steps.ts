import { type Label, numbered, type OfficialStep } from '../../simulation/official-act.ts';
import { present } from '../../src/base/assert.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Act } from '../../src/canvass/acts.ts';
import { decideAct } from '../../src/canvass/decide.ts';
import { certificateBytes, type Draft } from '../../src/record/index.ts';
import type { OfficialPapers } from '../centre/official-papers.ts';
import { draftOf } from './draft-of.ts';
import { DESK_SOURCE, SERVER_SOURCE } from './election-run.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';
import type { PlanView, Step } from './steps.ts';

/** What a rehearsal's board needs beside its plan. */
export type BoardParts = {
  readonly sheets: RehearsalSheets;
  /** Minutes and certificates of the run that plays it. */
  readonly papers: OfficialPapers;
  /** By id, in the order of the definition; as many as it requires sign. */
  readonly certifiers: ReadonlyMap<string, Signer>;
  /** Whether scans have the drawn pictures. Not where people sit at the desks: they would be given these sheets to type. */
  readonly pictures: boolean;
};

const NOTHING = (): readonly Draft[] => [];

/**
 * The steps of a rehearsal's board. What the machine refuses is left out, as a board would have to: who watches may have stopped the
 * publication, or withdrawn a sheet at a desk, and the plan knows nothing of it.
 */
export class BoardSteps {
  private readonly view: PlanView;
  private readonly parts: BoardParts;
  private readonly numbers = new Map<Label, number>();

  constructor(view: PlanView, parts: BoardParts) {
    this.view = view;
    this.parts = parts;
  }

  *of(step: OfficialStep): Generator<Step> {
    const { at } = step;
    switch (step.kind) {
      case 'act':
        yield { kind: 'record', at, drafts: () => this.decided(step.label, step.act, at) };
        return;
      case 'close-session':
        yield { kind: 'publish', at, complete: false };
        yield { kind: 'make', at, make: () => this.minutes(step.by, at) };
        return;
      case 'certify':
        yield { kind: 'publish', at, complete: false };
        yield { kind: 'make', at, make: () => this.certificate(step, at) };
        return;
      case 'declare-office':
        throw new Error('assertion failed: the board of a rehearsal has no offices');
    }
  }

  private decided(label: Label, planned: Act, at: Instant): readonly Draft[] {
    const act = this.known(planned);
    if (act === null) return [];
    const drafts = this.draftsOf(act.kind === 'scan-sheet' ? this.scanned(act) : act, at, SERVER_SOURCE);
    if (drafts.length > 0) this.numbers.set(label, this.view.nextRecord());
    return drafts;
  }

  /** By record numbers; null: what it is about was never recorded. */
  private known(act: Act): Act | null {
    let isKnown = true;
    const named = numbered(act, (label) => {
      isKnown &&= this.numbers.has(label);
      return this.numbers.get(label) ?? 0;
    });
    return isKnown ? named : null;
  }

  private scanned(act: Extract<Act, { kind: 'scan-sheet' }>): Act {
    const sheet = this.view.canvass.centre.papers.sheet(act.sheet);
    const first = act.paper === 'sheet' && (sheet?.generation ?? 1) === 1 && this.parts.pictures;
    return { ...act, ...this.parts.sheets.scan(first ? (sheet?.station ?? null) : null, this.view.nextRecord()) };
  }

  private async minutes(by: string, at: Instant): Promise<() => readonly Draft[]> {
    if (this.view.canvass.session() === null) return NOTHING;
    const made = await this.parts.papers.minutes();
    if (!made.ok) return NOTHING;
    const { size, papers } = made.value;
    return () => this.draftsOf({ kind: 'close-session', size, papers, by }, at, DESK_SOURCE);
  }

  private async certificate(
    { contest, area, by }: Extract<OfficialStep, { kind: 'certify' }>,
    at: Instant,
  ): Promise<() => readonly Draft[]> {
    const { geography } = this.view.canvass.centre;
    const { election } = geography.definition;
    const place = present(geography.contestIndex.get(contest), 'a contest');
    const unit = present(geography.unitIndex.get(area as never), 'an area');
    if (this.view.canvass.certified(place, unit) !== null) return NOTHING;
    const made = await this.parts.papers.certificate(contest, area, null);
    if (!made.ok) return NOTHING;
    const certificate = made.value;
    const bytes = certificateBytes({ election: election.id, contest }, certificate);
    const signatures = [...this.parts.certifiers]
      .slice(0, election.canvass?.required ?? 0)
      .map(([id, signer]) => [id, toBase64(signer.sign(bytes))] as const);
    return () => this.draftsOf({ kind: 'certify', contest, certificate, signatures, by }, at, DESK_SOURCE);
  }

  private draftsOf(act: Act, at: Instant, source: string): readonly Draft[] {
    const decided = decideAct(this.view.canvass, act, at);
    return decided.ok ? decided.value.map((event) => draftOf(event, at, source)) : [];
  }
}
