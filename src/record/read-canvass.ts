import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import type { Count, StationId } from '../model/ids.ts';
import type { Decided } from './bodies.ts';
import { Fields } from './body-fields.ts';
import {
  type Amendment,
  type CanvassBody,
  type CanvassKind,
  type Certificate,
  type CertifiedFigures,
  FOUND,
  SEAL_CONDITIONS,
  type SealCondition,
  type Voted,
} from './canvass-bodies.ts';
import type { Raw } from './field-shapes.ts';

/** Note texts and canonical outcomes are longer than names. */
const TEXT_MAX = 20_000;
const PLACE_MAX = 200;

/** Reads the fields of a body of the official count. */
export function readCanvass(kind: CanvassKind, f: Fields): CanvassBody {
  switch (kind) {
    case 'EnvelopeReceived':
      return {
        ...{ kind, station: f.station(), seal: f.textOrNull('seal') },
        ...{ condition: f.oneOf('condition', [...SEAL_CONDITIONS, null]), from: f.textOrNull('from') },
      };
    case 'EnvelopeMissing':
      return { kind, station: f.station(), ...readBy(f) };
    case 'CopyAdmitted':
      return { kind, station: f.station(), holder: f.localized('holder'), ...readVoted(f) };
    case 'MemberSeated':
      return { kind, member: f.text('member'), name: f.text('name'), title: f.localized('title') };
    case 'MemberLeft':
      return { kind, member: f.text('member') };
    case 'SessionOpened':
      return {
        ...{
          kind,
          session: f.whole('session', 1),
          place: f.textUpTo('place', PLACE_MAX),
          members: f.names('members', 1),
        },
        ...{ delegates: f.delegates('delegates'), counted: f.whole('counted') },
      };
    case 'BoardRuled':
      return {
        ...{ kind, station: f.station(), sheet: f.wholeOrNull('sheet'), effect: f.oneOf('effect', RULING_EFFECTS) },
        ...{ ground: f.textOrNull('ground'), objections: f.judged('objections'), until: f.instantOrNull('until') },
        ...readVoted(f),
      };
    case 'SessionClosed':
      return { kind, session: f.whole('session', 1), size: f.whole('size'), papers: f.papers('papers') };
    case 'LotDrawn':
      return { kind, area: f.text('area'), order: f.ids('order', 2), ...readVoted(f) };
    case 'ResultCertified':
      return { kind, ...readCertificate(f), signatures: f.signatures('signatures') };
    case 'CourtOrdered':
      return { kind, court: f.localized('court'), order: f.textUpTo('order', PLACE_MAX), ...readBy(f) };
    case 'DefinitionAmended':
      return { kind, change: f.amendment('change', readAmendment), law: f.localized('law'), ...readBy(f) };
    case 'MaterialDestroyed':
      return { kind, what: f.localized('what'), law: f.localized('law'), ...readBy(f) };
    case 'OfficeDeclared':
      return {
        ...{ kind, office: f.text('office'), origin: f.text('origin'), log: f.text('log') },
        ...{ heartbeat: f.text('heartbeat'), by: f.people('by') },
      };
    case 'OfficeTaken':
      return {
        ...{ kind, office: f.text('office'), size: f.whole('size', 1) },
        checkpoint: f.textUpTo('checkpoint', TEXT_MAX),
      };
    case 'OfficeForked':
      return {
        ...{ kind, office: f.text('office'), index: f.whole('index'), leaf: f.hash('leaf'), proof: f.hashes('proof') },
        other: f.textUpTo('other', TEXT_MAX),
      };
    default:
      return readOfPaper(kind, f);
  }
}

type PaperKind =
  | 'EnvelopeMoved'
  | 'EnvelopeOpened'
  | 'EnvelopeStored'
  | 'ObjectionRaised'
  | 'SheetAnnulled'
  | 'SheetCorrected'
  | 'SheetScanned';

function readOfPaper(kind: PaperKind, f: Fields): CanvassBody {
  const at = { station: f.station(), sheet: f.whole('sheet') };
  switch (kind) {
    case 'EnvelopeMoved':
      return { kind, ...at, to: f.textUpTo('to', PLACE_MAX), ...readSeal(f), by: f.people('by') };
    case 'EnvelopeOpened':
      return { kind, ...at, ...readSeal(f), found: f.oneOf('found', FOUND), by: f.people('by') };
    case 'SheetScanned':
      return {
        ...{ kind, ...at, paper: f.oneOf('paper', ['recount', 'sheet'] as const) },
        ...{ content: f.hash('content'), pictures: f.pictures('pictures') },
      };
    case 'EnvelopeStored':
      return { kind, ...at, where: f.textUpTo('where', PLACE_MAX) };
    case 'ObjectionRaised':
      return {
        ...{ kind, ...at, session: f.whole('session', 1), party: f.textUpTo('party', PLACE_MAX) },
        ...{ delegate: f.textUpTo('delegate', PLACE_MAX), ground: f.text('ground'), text: f.localized('text') },
      };
    case 'SheetAnnulled':
      return { kind, ...at, from: f.whole('from') };
    case 'SheetCorrected':
      return { kind, ...at, boxes: f.boxes(), from: f.whole('from') };
  }
}

function readSeal(f: Fields): { readonly seal: string | null; readonly condition: SealCondition } {
  return { seal: f.textOrNull('seal'), condition: f.oneOf('condition', SEAL_CONDITIONS) };
}

function readBy(f: Fields): Decided {
  return { by: f.people('by'), reason: f.localized('reason') };
}

function readVoted(f: Fields): Voted {
  const voted = {
    ...{ session: f.whole('session', 1), for: f.names('for', 1), against: f.names('against', 0) },
    ...{ abstained: f.names('abstained', 0), law: f.localized('law'), reason: f.localized('reason') },
  };
  const all = [...voted.for, ...voted.against, ...voted.abstained];
  if (new Set(all).size < all.length) f.wrong ??= 'for';
  return voted;
}

function readCertificate(f: Fields): Certificate {
  return {
    ...{ area: f.text('area'), size: f.whole('size'), root: f.hash('root'), offices: f.roots('offices') },
    ...{ figures: f.certified('figures', readFigures), outcome: f.textUpTo('outcome', TEXT_MAX) },
    ...{ seats: f.seatsOrNull('seats'), partial: f.localizedOrNull('partial'), papers: f.papers('papers') },
  };
}

function readFigures(raw: Raw): CertifiedFigures | undefined {
  const f = new Fields(raw);
  const figures = {
    ...{ expected: f.whole('expected'), counted: f.whole('counted'), annulled: f.whole('annulled') },
    ...{ notInstalled: f.whole('notInstalled'), lost: f.whole('lost'), open: f.whole('open') },
    ...{ registered: f.wholeOrNull('registered'), votes: f.wholes('votes'), others: f.wholes('others') },
    ...{ valid: f.whole('valid'), cast: f.whole('cast') },
  };
  return f.done() ? figures : undefined;
}

function readAmendment(raw: Raw): Amendment | undefined {
  const f = new Fields(raw);
  const change = amendmentOf(f);
  return f.done() ? change : undefined;
}

const AMENDMENTS = [
  'candidate-withdrawn',
  'closing-extended',
  'date-moved',
  'station-added',
  'station-merged',
  'station-moved',
  'station-not-installed',
] as const;
const SETTINGS = ['abroad', 'mixed', 'rural', 'urban', null] as const;

function amendmentOf(f: Fields): Amendment {
  const kind = f.oneOf('kind', AMENDMENTS);
  switch (kind) {
    case 'station-added':
      return {
        ...{ kind, station: f.station(), place: f.text('place'), table: f.wholeOrNull('table') as Count | null },
        ...{ registered: f.wholeOrNull('registered') as Count | null, setting: f.oneOf('setting', SETTINGS) },
      };
    case 'station-moved':
      return { kind, station: f.station(), place: f.text('place') };
    case 'date-moved':
      return { kind, station: f.station(), until: f.instant('until') };
    case 'station-merged':
      return { kind, station: f.station(), into: f.text('into') as StationId, registered: f.wholeOrNull('registered') };
    case 'candidate-withdrawn':
      return {
        ...{ kind, contest: f.text('contest'), selection: f.text('selection') },
        votes: f.oneOf('votes', ['kept', 'null'] as const),
      };
    case 'closing-extended':
      return { kind, units: f.ids('units', 1), until: f.instant('until') };
    default:
      return { kind, station: f.station() };
  }
}
