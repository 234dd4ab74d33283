import { canonicalText, type Json } from '../base/canonical.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type Certificate, certificateBytes } from '../record/index.ts';
import type { ActRefusal } from './acts.ts';
import type { CanvassState } from './canvass-state.ts';
import { refuseOutdated, votingSession } from './decide-board.ts';
import {
  type Act,
  type ActDecision,
  bad,
  emptyText,
  isPlace,
  OFFICIAL,
  refuseUnlessCounting,
  refuseUnlessOpened,
  refuseUnsound,
} from './refusals.ts';
import { refuseHandedIn, refuseVote, votedOf } from './votes.ts';

/** Contest and area, by their places. */
type Ward = { readonly contest: number; readonly area: number };

/** The result of a contest in an area, signed: docs/spec/official-count.md section 8. */
export function decideCertified(canvass: CanvassState, act: Act<'certify'>): ActDecision {
  const { contest, certificate, signatures, by } = act;
  const sorted = [...signatures].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const body = { kind: 'ResultCertified', ...certificate, signatures: sorted } as const;
  // Foreign bytes are compared and signed over only when they are a certificate at all.
  const sound = refuseUnsound(body);
  if (sound !== null) return err(sound);
  const ward = wardOf(canvass, contest, certificate.area);
  if (!ward.ok) return ward;
  const refused =
    refuseUnlessOpened(canvass) ??
    refuseTwice(canvass, ward.value, act) ??
    refuseOutdated(canvass, certificate.size) ??
    refuseHeldBack(canvass, ward.value) ??
    refuseOpen(canvass, ward.value, certificate) ??
    refuseOffices(canvass, ward.value, contest) ??
    refuseDifferent(canvass, act) ??
    refuseSignatures(canvass, act);
  if (refused !== null) return err(refused);
  return ok([{ body, count: OFFICIAL, contest, actor: by }]);
}

/** A contest is certified for its electorate's unit, or (by an office, in its own record) for the root. */
function wardOf({ centre }: CanvassState, contest: string, area: string): Result<Ward, ActRefusal> {
  const { geography } = centre;
  const place = geography.definition.election.contests.findIndex(({ id }) => id === contest);
  if (place < 0) return err({ kind: 'unknown-contest', contest });
  const unit = geography.units.findIndex(({ id }) => id === area);
  if (unit < 0) return err({ kind: 'unknown-unit', unit: area });
  if (unit !== 0 && unit !== geography.electorateUnit[place]) {
    return err({ kind: 'certificate-differs', field: 'area' });
  }
  return ok({ contest: place, area: unit });
}

function refuseTwice(canvass: CanvassState, { contest, area }: Ward, act: Act<'certify'>): ActRefusal | null {
  const twice = canvass.certified(contest, area) !== null;
  return twice ? { kind: 'certified', contest: act.contest, area: act.certificate.area } : null;
}

/** Nothing of the state may be held back: neither by a stop nor by an embargo. */
function refuseHeldBack({ centre }: CanvassState, { contest }: Ward): ActRefusal | null {
  if (centre.counts.stoppedSince(OFFICIAL) !== null) return { kind: 'certificate-differs', field: 'stopped' };
  return centre.counts.liftedAt(contest) === null ? { kind: 'certificate-differs', field: 'embargo' } : null;
}

/** What is open, or objected to, can still change the result; and what is held back in public, as a repeated vote is, is open there. */
function refuseOpen(canvass: CanvassState, { contest, area }: Ward, said: Certificate): ActRefusal | null {
  const { partial, figures } = said;
  const open = Math.max(canvass.open(contest, area), figures.open) + canvass.endings.unansweredIn(contest, area);
  if (open === 0) return partial === null ? null : { kind: 'certificate-differs', field: 'partial' };
  if (partial === null || canvass.rules?.partial !== true) return { kind: 'still-open', open };
  return emptyText({ partial });
}

/** Every office whose stations vote in the contest has certified it. */
function refuseOffices({ centre }: CanvassState, { contest }: Ward, id: string): ActRefusal | null {
  const voting = centre.officeOf.filter((_, place) => centre.geography.votesIn[contest]?.[place] === true);
  const missing = voting.some(
    (office) => office !== null && centre.ended.certificateOfOffice(contest, office) === null,
  );
  return missing ? { kind: 'not-certified', contest: id } : null;
}

const FIELDS = ['area', 'size', 'root', 'offices', 'figures', 'outcome', 'seats'] as const;

function refuseDifferent(canvass: CanvassState, { contest, certificate }: Act<'certify'>): ActRefusal | null {
  const expected = canvass.options.judge(contest, certificate.area, certificate.size);
  if (expected === null) return { kind: 'certificate-differs', field: 'state' };
  const text = (value: unknown) => canonicalText(value as Json);
  const field = FIELDS.find((name) => text(expected[name]) !== text(certificate[name]));
  return field === undefined ? null : { kind: 'certificate-differs', field };
}

function refuseSignatures(canvass: CanvassState, act: Act<'certify'>): ActRefusal | null {
  const { certifiers, required } = canvass.rules ?? { certifiers: [], required: 1 };
  const election = canvass.centre.geography.definition.election.id;
  const message = certificateBytes({ election, contest: act.contest }, act.certificate);
  const signed = new Set<string>();
  for (const [id, signature] of act.signatures) {
    const certifier = certifiers.find((one) => one.id === id);
    if (certifier === undefined) return { kind: 'unknown-certifier', certifier: id };
    const good = !signed.has(id) && canvass.options.verify(certifier.key, message, signature);
    if (!good) return { kind: 'bad-certifier-signature', certifier: id };
    signed.add(id);
  }
  const needed = Math.max(required, 1);
  return signed.size < needed ? { kind: 'too-few-signatures', required: needed, valid: signed.size } : null;
}

/** In public, in a session: the order in which equals come. */
export function decideLot(canvass: CanvassState, act: Act<'draw-lot'>): ActDecision {
  const { contest, area, order, by } = act;
  const ward = wardOf(canvass, contest, area);
  if (!ward.ok) return ward;
  const voting = votingSession(canvass);
  if (!voting.ok) return voting;
  const selections = canvass.centre.geography.definition.election.contests[ward.value.contest]?.selections ?? [];
  const known = order.every((id, i) => selections.some((one) => one.id === id) && order.indexOf(id) === i);
  const twice = canvass.certified(ward.value.contest, ward.value.area) !== null;
  const refused =
    refuseUnlessOpened(canvass) ??
    refuseHandedIn(by, act) ??
    refuseVote(canvass, voting.value, act) ??
    (known && order.length > 1 ? null : bad('order')) ??
    (twice ? ({ kind: 'certified', contest, area } as const) : null);
  if (refused !== null) return err(refused);
  const body = { kind: 'LotDrawn', area, order, ...votedOf(voting.value, act) } as const;
  return ok([{ body, count: OFFICIAL, contest, actor: by[1] }]);
}

/** Only a court reopens a result: two members record its order. The closing of the count is its end, and of that nothing is reopened. */
export function decideReopened(canvass: CanvassState, act: Act<'reopen'>): ActDecision {
  const { contest, court, order, by, reason } = act;
  const { geography, ended } = canvass.centre;
  const place = geography.contestIndex.get(contest);
  if (place === undefined) return err({ kind: 'unknown-contest', contest });
  const closed = refuseUnlessCounting(canvass);
  if (closed !== null) return err(closed);
  const standing = geography.units.some((_, unit) => ended.certificateOf(place, unit) !== null);
  if (!standing) return err({ kind: 'not-certified', contest });
  const refused = isPlace(order) ? emptyText({ court, reason }) : bad('order');
  if (refused !== null) return err(refused);
  return ok([{ body: { kind: 'CourtOrdered', court, order, by, reason }, count: OFFICIAL, contest, actor: by[1] }]);
}

/** Paper is destroyed when every result that rests on it is certified. */
export function decideDestroyed(canvass: CanvassState, act: Act<'destroy'>): ActDecision {
  const { what, law, by, reason } = act;
  const { geography, ended } = canvass.centre;
  const open = geography.definition.election.contests.find(
    (_, contest) => !geography.units.some((_unit, unit) => ended.certificateOf(contest, unit) !== null),
  );
  if (open !== undefined) return err({ kind: 'not-certified', contest: open.id });
  const refused = emptyText({ what, law, reason });
  if (refused !== null) return err(refused);
  return ok([{ body: { kind: 'MaterialDestroyed', what, law, by, reason }, actor: by[1] }]);
}
