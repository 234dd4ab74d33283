import { toBase64 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import type { Signer } from '../base/crypto.ts';
import type { CanvassOffice, CanvassRules, RulingEffect } from '../model/canvass-rules.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { Count, SelectionId, StationId } from '../model/ids.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Box } from '../model/votes.ts';
import { type Certificate, certificateBytes, type EventBody, type Found, type SealCondition } from '../record/index.ts';
import { HOLDING } from './fixture-canvass-figures.test-support.ts';
import { event, type On, TOY, type ToyEvent, type Typed } from './fixture-election.test-support.ts';

/*
 * The toy's official count from the paper: c1 and c2 keep envelopes, m1 to m3 are the board, sec writes, adm1 and adm2 administrate.
 * In an office every name begins with the office's id.
 */

const text = (name: string) => ({ es: name, en: name });
const WHY = { law: text('Law 1'), reason: text('Reasons') };
const id = (station: string) => station as StationId;
const boxesOf = (numbers: readonly number[]) => numbers as unknown as readonly Box[];

/** The toy's rules of an official count; `certifiers` sign, all of them. */
export function canvassRules(certifiers: readonly Signer[], offices: readonly CanvassOffice[] = []): CanvassRules {
  const ground = (code: string, effects: readonly RulingEffect[], holds: boolean) => ({
    ...{ code, name: text(code), law: text('Law 1'), effects, holds },
  });
  return {
    offices,
    scans: true,
    quorum: 2,
    grounds: [
      ground(HOLDING, ['annul', 'correct', 'recount', 'repeat', 'retype', 'stands'], true),
      ground('g2', ['annul', 'correct', 'stands'], false),
    ],
    checks: {},
    observations: { torn: 'waits' },
    certifiers: certifiers.map(({ publicKey }, i) => ({
      ...{ id: `k${i + 1}`, name: `Certifier ${i + 1}`, title: text('Judge'), key: toBase64(publicKey) },
    })),
    required: certifiers.length,
    partial: false,
  };
}

export function canvassToy(
  canvass: CanvassRules,
  more: Partial<ElectionDefinition['election']> = {},
): ElectionDefinition {
  return { ...TOY, election: { ...TOY.election, canvass, ...more } };
}

type Votes = {
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly abstained: readonly string[];
};

/** The acts of an official count; `who` gives a person's name in this record. */
export function boardActs(who: (name: string) => string) {
  const official = (body: EventBody, isOfContest: boolean, actor?: string, generation?: number): ToyEvent => ({
    ...event(body, 'official', isOfContest, actor === undefined ? undefined : who(actor)),
    ...(generation === undefined ? {} : { generation }),
  });
  const two = (a: string, b: string) => [who(a), who(b)] as const;
  const at = ([station, sheet]: On) => ({ station: id(station), sheet });
  const votes: Votes = { for: [who('m1'), who('m2')], against: [who('m3')], abstained: [] };
  const typed = (content: Typed) => {
    const { boxes = [], corrections = [], observations = [] } = 'length' in content ? { boxes: content } : content;
    return { boxes: boxesOf(boxes), corrections: corrections as never, observations };
  };
  return {
    votes,
    open: () => official({ kind: 'CountOpened', mode: 'entered', files: [] }, false),
    lift: (generation?: number) => ({
      ...event({ kind: 'EmbargoLifted' }, undefined, true),
      ...(generation === undefined ? {} : { generation }),
    }),
    grant: (person: string, role: Extract<EventBody, { kind: 'RoleGranted' }>['role']) =>
      event({ kind: 'RoleGranted', person: who(person), role }),
    revoke: (person: string, role: Extract<EventBody, { kind: 'RoleGranted' }>['role']) =>
      event({ kind: 'RoleRevoked', person: who(person), role }),
    seat: (person: string, actor = 'adm1') =>
      event(
        { kind: 'MemberSeated', member: who(person), name: `Member ${person}`, title: text('Member') },
        undefined,
        false,
        who(actor),
      ),
    leave: (person: string) => event({ kind: 'MemberLeft', member: who(person) }, undefined, false, who('adm1')),
    envelope: (station: string, generation?: number, actor = 'c1', condition: SealCondition = 'whole') =>
      official(
        { kind: 'EnvelopeReceived', station: id(station), seal: `seal ${station}`, condition, from: 'Courier' },
        ...([false, actor, generation] as const),
      ),
    missing: (station: string) =>
      official(
        { kind: 'EnvelopeMissing', station: id(station), by: two('c1', 'c2'), reason: text('Lost') },
        false,
        'c2',
      ),
    move: (on: On, to: string) =>
      official(
        { kind: 'EnvelopeMoved', ...at(on), to, seal: null, condition: 'whole', by: two('c1', 'c2') },
        false,
        'c2',
      ),
    unseal: (on: On, generation?: number, found: Found = 'sheet', condition: SealCondition = 'whole') =>
      official(
        { kind: 'EnvelopeOpened', ...at(on), seal: `seal ${on[0]}`, condition, found, by: two('c1', 'c2') },
        ...([false, 'c2', generation] as const),
      ),
    scan: (
      on: On,
      picture: Pick<Extract<EventBody, { kind: 'SheetScanned' }>, 'content' | 'pictures'>,
      paper: 'sheet' | 'recount' = 'sheet',
      generation?: number,
    ) => official({ kind: 'SheetScanned', ...at(on), paper, ...picture }, false, 'c1', generation),
    store: (on: On, generation?: number) =>
      official({ kind: 'EnvelopeStored', ...at(on), where: 'Shelf 1' }, false, 'c1', generation),
    copy: (station: string, session: number, generation?: number) =>
      official(
        { kind: 'CopyAdmitted', station: id(station), holder: text('Party A'), session, ...votes, ...WHY },
        ...([false, 'm1', generation] as const),
      ),
    enter: (on: On, slot: 1 | 2, content: Typed, actor: string, generation?: number) =>
      official({ kind: 'EntryCommitted', ...at(on), slot, ...typed(content) }, true, actor, generation),
    reveal: (on: On, entries: readonly [number, number], equal: boolean, generation?: number) =>
      official({ kind: 'EntriesRevealed', ...at(on), entries, equal }, true, undefined, generation),
    agree: (on: On, numbers: readonly number[], from: number, generation?: number) =>
      official({ kind: 'SheetAgreed', ...at(on), boxes: boxesOf(numbers), from }, true, undefined, generation),
    observe: (on: On, reasons: readonly string[], from: number) =>
      official({ kind: 'SheetObserved', ...at(on), reasons, from }, true),
    session: (session: number, counted: number, members = ['m1', 'm2', 'm3']) =>
      official(
        {
          ...{ kind: 'SessionOpened', session, place: 'Hall', members: members.map(who), counted },
          delegates: [['Party A', 'Delegate']],
        },
        false,
        'sec',
      ),
    close: (session: number, size: number, papers: Certificate['papers']) =>
      official({ kind: 'SessionClosed', session, size, papers }, false, 'sec'),
    object: (on: On, session: number, ground = HOLDING, delegate = 'Delegate') =>
      official(
        {
          ...{ kind: 'ObjectionRaised', ...at(on), session, party: 'Party A', delegate },
          ...{ ground, text: text('Wrong') },
        },
        true,
        'sec',
      ),
    rule: (
      on: readonly [string, number | null],
      session: number,
      effect: RulingEffect,
      more: Partial<Omit<Extract<EventBody, { kind: 'BoardRuled' }>, 'kind'>> & { readonly actor?: string } = {},
    ) => {
      const { actor = 'm1', ...rest } = more;
      const [station, sheet] = on;
      const ground = ['count', 'lost', 'retype', 'stands'].includes(effect) ? null : HOLDING;
      const body = { station: id(station), sheet, session, effect, ground, objections: [], until: null };
      return official({ kind: 'BoardRuled', ...body, ...votes, ...WHY, ...rest }, true, actor);
    },
    annul: (on: On, from: number) => official({ kind: 'SheetAnnulled', ...at(on), from }, true),
    correct: (on: On, numbers: readonly number[], from: number) =>
      official({ kind: 'SheetCorrected', ...at(on), boxes: boxesOf(numbers), from }, true),
    lot: (session: number, area: string, order: readonly string[]) =>
      official({ kind: 'LotDrawn', area, order, session, ...votes, ...WHY }, true, 'm1'),
    certify: (certificate: Certificate, signatures: readonly (readonly [string, string])[]) =>
      official({ kind: 'ResultCertified', ...certificate, signatures }, true, 'paul'),
    court: () =>
      official(
        { kind: 'CourtOrdered', court: text('Court'), order: '1/2026', by: two('m1', 'm2'), reason: text('So') },
        true,
        'm2',
      ),
    amend: (change: Extract<EventBody, { kind: 'DefinitionAmended' }>['change']) =>
      event({ kind: 'DefinitionAmended', change, ...WHY, by: two('adm1', 'adm2') }, undefined, false, who('adm2')),
    destroy: () =>
      event(
        { kind: 'MaterialDestroyed', what: text('Ballots'), ...WHY, by: two('adm1', 'adm2') },
        undefined,
        false,
        who('adm2'),
      ),
    declare: (office: string, origin: string, log: string, heartbeat: string) =>
      event(
        { kind: 'OfficeDeclared', office, origin, log, heartbeat, by: two('adm1', 'adm2') },
        undefined,
        false,
        who('adm2'),
      ),
    taken: (office: string, size: number, checkpoint: string) =>
      event({ kind: 'OfficeTaken', office, size, checkpoint }),
    forked: (body: Omit<Extract<EventBody, { kind: 'OfficeForked' }>, 'kind'>) =>
      event({ kind: 'OfficeForked', ...body }),
    state: (size: number) =>
      event({
        ...{ kind: 'StatePublished', size, covers: { preliminary: size, official: size }, complete: true },
        manifest: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      }),
  };
}

export type BoardActs = ReturnType<typeof boardActs>;

/** The figures of the usual course, by hand: s1 as typed, s2 as the board corrected it, s3 annulled, s4 lost. */
export function certificateOfCourse(of: Pick<Certificate, 'size' | 'root' | 'offices' | 'papers'>): Certificate {
  const votes = [161, 140];
  const outcome = outcomeOf({ kind: 'plurality' }, ['A', 'B'] as SelectionId[], {
    ...{ votes: votes as Count[], unlisted: 0 as Count, othersTotal: 7 as Count },
    ...{ sheetsOut: 0 as Count, registeredOut: 0 as Count, registered: null },
  });
  const ends = { expected: 4, counted: 2, annulled: 1, notInstalled: 0, lost: 1, open: 0, registered: null };
  return {
    area: 'u0',
    ...of,
    figures: { ...ends, votes, others: [7], valid: 301, cast: 308 },
    outcome: canonicalText(outcome as unknown as Json),
    seats: null,
    partial: null,
  };
}

export function signedBy(certifiers: readonly Signer[], certificate: Certificate): (readonly [string, string])[] {
  const message = certificateBytes({ election: 'toy', contest: 'pres' }, certificate);
  return certifiers.map((signer, i) => [`k${i + 1}`, toBase64(signer.sign(message))] as const);
}
