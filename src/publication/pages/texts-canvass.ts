import type { Language } from '../../model/ids.ts';
import type { CanvassFigures } from '../canvass-data.ts';
import type { SheetVersionData } from '../unit-data.ts';

type Row = keyof CanvassFigures | 'expected' | 'typed' | 'observed' | 'counted' | 'out';

/** What the pages say of an official count that is run from the paper, and of its certificates. */
export type CanvassTexts = {
  readonly title: string;
  readonly rows: Readonly<Record<Row, string>>;
  readonly withdrawn: Readonly<Record<'kept' | 'null', string>>;
  readonly board: string;
  readonly certified: {
    readonly title: Readonly<Record<'own' | 'other' | 'partial', string>>;
    readonly line: string;
    readonly papers: string;
    readonly partial: string;
    readonly seats: { readonly caption: string; readonly option: string; readonly n: string };
    /** Where seats were shared out and lots were drawn. */
    readonly lot: string;
    /** What equal votes are for, and how the board's lot settled it. */
    readonly tie: Readonly<Record<'winner' | 'second-place', string>>;
  };
  /** What a version that is not counted says of itself, by status. */
  readonly versions: Readonly<Record<string, string>>;
  readonly until: string;
  readonly basis: Readonly<Record<NonNullable<SheetVersionData['basis']>, string>>;
  readonly corrected: string;
  readonly objections: string;
  readonly papers: {
    readonly envelope: string;
    readonly copy: string;
    readonly repeated: string;
    readonly pages: string;
  };
  /** What an amendment says of the station itself; `taken-in` of one that others vote at since. */
  readonly amended: Readonly<
    Record<
      'date-moved' | 'station-added' | 'station-merged' | 'station-moved' | 'station-not-installed' | 'taken-in',
      string
    >
  >;
  readonly trail: {
    readonly title: string;
    readonly item: string;
    readonly seal: string;
    readonly noSeal: string;
    readonly conditions: Readonly<Record<'whole' | 'broken' | 'none', string>>;
    readonly found: Readonly<Record<'sheet' | 'nothing' | 'other', string>>;
    readonly places: Readonly<Record<'EnvelopeReceived' | 'EnvelopeMoved' | 'EnvelopeStored', string>>;
    readonly objection: string;
    readonly answered: Readonly<Record<'yes' | 'no' | 'open', string>>;
    readonly ruling: string;
    readonly ground: string;
    readonly certified: string;
    readonly reopened: string;
  };
  readonly effects: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
};

const CANVASS_ES: CanvassTexts = {
  title: 'Del sobre al acta',
  rows: {
    expected: 'Se esperan',
    received: 'Sobres recibidos',
    opened: 'Sobres abiertos',
    stored: 'Sobres guardados',
    missing: 'Sobres que faltan: la junta lo declaró',
    broken: 'Sobres vistos con el precinto roto',
    typed: 'Transcritas por dos personas',
    observed: 'Observadas: esperan a la junta',
    objected: 'Objetadas: no cuentan hasta que la junta resuelva',
    recount: 'Esperan un recuento',
    repeat: 'Su votación se repite',
    annulled: 'Anuladas por la junta',
    lost: 'Perdidas: no hay papel ni copia admitida',
    notInstalled: 'Mesas no instaladas',
    merged: 'Mesas unidas a otra',
    corrected: 'Contadas con cifras que la junta corrigió',
    counted: 'Contadas',
    out: 'Sin final todavía',
  },
  withdrawn: {
    kept: 'Retiró su candidatura: {names}. Sus votos son válidos y no son de nadie.',
    null: 'Retiró su candidatura: {names}. Sus votos son nulos.',
  },
  board: 'La junta: sesiones, miembros, actas y certificados',
  certified: {
    title: {
      own: 'Resultado certificado',
      other: 'Conteo final de {runner}, certificado',
      partial: 'Resultado certificado solo en parte',
    },
    line: 'Certificado el {at} ({record}).',
    papers: 'El certificado y sus firmas',
    partial: 'No es todo: algo quedó abierto cuando se certificó. Razón: {reason}',
    seats: { caption: 'Escaños certificados', option: 'Opción', n: 'Escaños' },
    lot: 'La junta hizo un sorteo ({record}). Salió este orden: {order}.',
    tie: {
      winner:
        'empate en el primer lugar entre {names}; lo resolvió el sorteo de la junta ({record}), que dio este orden: {order}',
      'second-place':
        'empate por pasar a la segunda vuelta entre {names}; lo resolvió el sorteo de la junta ({record}), que dio este orden: {order}',
    },
  },
  versions: {
    annulled: 'anulada por la junta: estas cifras no cuentan',
    objected: 'objetada: estas cifras salieron del total hasta que la junta resuelva',
    recount: 'espera un recuento: estas cifras salieron del total',
    repeat: 'la votación se repite: estas cifras salieron del total',
    lost: 'perdida: no hay papel ni copia admitida',
    not_installed: 'la mesa no se instaló',
    merged: 'la mesa se unió a otra',
  },
  until: 'La nueva votación cierra el {at}.',
  basis: {
    copy: 'contada, de una copia admitida por la junta',
    recount: 'contada, de un recuento',
    repeat: 'contada, de la votación repetida',
  },
  corrected: 'cifras corregidas por la junta',
  objections: '{n} {n:objeción abierta|objeciones abiertas}',
  papers: {
    envelope: 'Oficial: sobre recibido el {at} ({record}).',
    copy: 'Oficial: copia admitida por la junta el {at} ({record}).',
    repeated: 'Oficial: sobre de la votación repetida, recibido el {at} ({record}).',
    pages: 'Imágenes escaneadas: {n}.',
  },
  amended: {
    'date-moved': 'Esta mesa vota en otra fecha: cierra el {until} ({record}).',
    'station-added': 'Esta mesa se añadió después de fijada la elección, el {at} ({record}).',
    'station-merged': 'Quienes votaban en esta mesa votan en la del acta {into} ({record}).',
    'station-moved': 'Esta mesa se trasladó a este lugar el {at} ({record}); sus votos se suman aquí.',
    'station-not-installed': 'Esta acta no se espera: la mesa no se instaló ({record}).',
    'taken-in': 'Aquí votan también quienes votaban en la mesa del acta {station} ({record}).',
  },
  trail: {
    title: 'Del sobre al acta: {n} {n:paso|pasos}, en el orden del registro',
    item: '{at}: {what}{details} ({record})',
    seal: 'precinto {seal}',
    noSeal: 'sin número de precinto',
    conditions: { whole: 'precinto entero', broken: 'precinto ROTO', none: 'sin precinto' },
    found: { sheet: 'tenía el acta', nothing: 'NO tenía nada', other: 'tenía OTRA cosa que el acta' },
    places: { EnvelopeReceived: 'de: {place}', EnvelopeMoved: 'a: {place}', EnvelopeStored: 'en: {place}' },
    objection: '{party}: {ground}',
    answered: {
      yes: 'la junta le dio la razón (asiento {ruling})',
      no: 'la junta no le dio la razón (asiento {ruling})',
      open: 'abierta',
    },
    ruling: '{effect}; votos: {for} a favor, {against} en contra, {abstained} abstenciones',
    ground: 'causal: {ground}',
    certified: 'el resultado se certificó',
    reopened: 'reabierto por orden de un tribunal (asiento {record})',
  },
  effects: {
    annul: 'anular',
    correct: 'corregir las cifras',
    count: 'contar como se transcribió',
    lost: 'declararla perdida',
    recount: 'recontar los votos',
    repeat: 'repetir la votación',
    retype: 'transcribir otra vez',
    stands: 'queda como está',
  },
  kinds: {
    EnvelopeMissing: 'el sobre falta',
    EnvelopeMoved: 'el sobre cambió de manos',
    EnvelopeOpened: 'se abrió el sobre',
    SheetScanned: 'se escaneó el papel',
    EnvelopeStored: 'se guardó el sobre',
    CopyAdmitted: 'la junta admitió una copia',
    ObjectionRaised: 'objeción',
    BoardRuled: 'la junta resolvió',
    SheetAnnulled: 'anulada',
    SheetCorrected: 'corregida por la junta',
    ResultCertified: 'resultado certificado',
  },
};

const CANVASS_EN: CanvassTexts = {
  title: 'From the envelope to the act',
  rows: {
    expected: 'Expected',
    received: 'Envelopes received',
    opened: 'Envelopes opened',
    stored: 'Envelopes stored',
    missing: 'Envelopes missing: the board said so',
    broken: 'Envelopes seen with a broken seal',
    typed: 'Typed by two people',
    observed: 'Observed: waiting for the board',
    objected: 'Objected to: not counted until the board rules',
    recount: 'Waiting for a recount',
    repeat: 'Their vote is repeated',
    annulled: 'Annulled by the board',
    lost: 'Lost: no paper and no admitted copy',
    notInstalled: 'Tables not installed',
    merged: 'Tables joined to another',
    corrected: 'Counted with figures that the board corrected',
    counted: 'Counted',
    out: 'Not at their end yet',
  },
  withdrawn: {
    kept: 'Withdrew: {names}. The votes are valid and are for nobody.',
    null: 'Withdrew: {names}. The votes are null votes.',
  },
  board: 'The board: sessions, members, minutes and certificates',
  certified: {
    title: {
      own: 'Certified result',
      other: 'Final count by {runner}, certified',
      partial: 'Result certified in part only',
    },
    line: 'Certified on {at} ({record}).',
    papers: 'The certificate and its signatures',
    partial: 'This is not all: something was open when it was certified. Reason: {reason}',
    seats: { caption: 'Certified seats', option: 'Option', n: 'Seats' },
    lot: 'The board drew lots ({record}). They gave this order: {order}.',
    tie: {
      winner:
        'a tie for first place between {names}; the lots that the board drew ({record}) settled it, in this order: {order}',
      'second-place':
        'a tie for a place in the second round between {names}; the lots that the board drew ({record}) settled it, in this order: {order}',
    },
  },
  versions: {
    annulled: 'annulled by the board: these figures do not count',
    objected: 'objected to: these figures left the total until the board rules',
    recount: 'waiting for a recount: these figures left the total',
    repeat: 'the vote is repeated: these figures left the total',
    lost: 'lost: no paper and no admitted copy',
    not_installed: 'the table was not installed',
    merged: 'the table was joined to another',
  },
  until: 'The new vote closes on {at}.',
  basis: {
    copy: 'counted, from a copy that the board admitted',
    recount: 'counted, from a recount',
    repeat: 'counted, from the repeated vote',
  },
  corrected: 'figures corrected by the board',
  objections: '{n} open {n:objection|objections}',
  papers: {
    envelope: 'Official: envelope received on {at} ({record}).',
    copy: 'Official: copy admitted by the board on {at} ({record}).',
    repeated: 'Official: envelope of the repeated vote, received on {at} ({record}).',
    pages: 'Scanned pictures: {n}.',
  },
  amended: {
    'date-moved': 'This table votes on another date: its polls close on {until} ({record}).',
    'station-added': 'This table was added after the election was defined, on {at} ({record}).',
    'station-merged': 'Those who voted at this table vote at that of sheet {into} ({record}).',
    'station-moved': 'This table was moved to this place on {at} ({record}); its votes are added here.',
    'station-not-installed': 'This sheet is not expected: the table was not installed ({record}).',
    'taken-in': 'Those who voted at the table of sheet {station} vote here too ({record}).',
  },
  trail: {
    title: 'From the envelope to the act: {n} {n:step|steps}, in the order of the record',
    item: '{at}: {what}{details} ({record})',
    seal: 'seal {seal}',
    noSeal: 'no seal number',
    conditions: { whole: 'seal whole', broken: 'seal BROKEN', none: 'no seal' },
    found: { sheet: 'it held the sheet', nothing: 'it held NOTHING', other: 'it held something ELSE than the sheet' },
    places: { EnvelopeReceived: 'from: {place}', EnvelopeMoved: 'to: {place}', EnvelopeStored: 'at: {place}' },
    objection: '{party}: {ground}',
    answered: {
      yes: 'the board upheld it (record {ruling})',
      no: 'the board did not uphold it (record {ruling})',
      open: 'open',
    },
    ruling: '{effect}; votes: {for} for, {against} against, {abstained} abstained',
    ground: 'ground: {ground}',
    certified: 'the result was certified',
    reopened: 'reopened by order of a court (record {record})',
  },
  effects: {
    annul: 'annul',
    correct: 'correct the figures',
    count: 'count as it was typed',
    lost: 'declare it lost',
    recount: 'recount the votes',
    repeat: 'repeat the vote',
    retype: 'type it again',
    stands: 'it stands as it is',
  },
  kinds: {
    EnvelopeMissing: 'the envelope is missing',
    EnvelopeMoved: 'the envelope changed hands',
    EnvelopeOpened: 'the envelope was opened',
    SheetScanned: 'the paper was scanned',
    EnvelopeStored: 'the envelope was stored',
    CopyAdmitted: 'the board admitted a copy',
    ObjectionRaised: 'objection',
    BoardRuled: 'the board ruled',
    SheetAnnulled: 'annulled',
    SheetCorrected: 'corrected by the board',
    ResultCertified: 'result certified',
  },
};

const CATALOGUES: Readonly<Record<Language, CanvassTexts>> = { es: CANVASS_ES, en: CANVASS_EN };

export function canvassTextsOf(language: Language): CanvassTexts {
  return CATALOGUES[language];
}
