import type { Language } from '../../model/ids.ts';
import type { Amendment } from '../../record/index.ts';

/** What the page of the board says. */
export type BoardTexts = {
  readonly title: string;
  readonly intro: string;
  readonly rules: string;
  readonly nothing: string;
  readonly offices: {
    readonly title: string;
    readonly caption: string;
    readonly office: string;
    readonly taken: string;
    readonly newest: string;
    readonly age: string;
    readonly never: string;
    readonly forked: string;
    readonly note: string;
  };
  readonly members: {
    readonly title: string;
    readonly caption: string;
    readonly name: string;
    readonly charge: string;
    readonly person: string;
    readonly state: string;
    readonly seated: string;
    readonly left: string;
  };
  readonly sessions: {
    readonly title: string;
    readonly name: string;
    readonly ofOffice: string;
    readonly opened: string;
    readonly zero: string;
    readonly members: string;
    readonly delegates: string;
    readonly noDelegates: string;
    readonly open: string;
    readonly closed: string;
    readonly earlier: string;
    readonly papers: Readonly<Record<Language | 'data', string>>;
  };
  readonly repeats: { readonly title: string; readonly item: string };
  readonly amendments: { readonly title: string; readonly item: string; readonly more: string } & Readonly<
    Record<'changes', Readonly<Record<Amendment['kind'], string>>>
  >;
  readonly votes: Readonly<Record<'kept' | 'null', string>>;
  readonly unknown: string;
  readonly certificates: {
    readonly title: string;
    readonly none: string;
    readonly item: string;
    readonly whole: string;
    readonly signed: string;
    readonly partial: string;
    readonly reopened: string;
    readonly papers: Readonly<Record<Language | 'data', string>>;
  };
  readonly destroyed: { readonly title: string; readonly item: string };
  readonly grounds: {
    readonly title: string;
    readonly caption: string;
    readonly ground: string;
    readonly law: string;
    readonly effects: string;
    readonly holds: string;
    readonly yes: string;
    readonly no: string;
  };
};

const BOARD_ES: BoardTexts = {
  title: 'La junta y sus actos',
  intro:
    'Quiénes resuelven en el cómputo oficial, cuándo sesionaron, qué cambió de lo que se esperaba y qué se certificó. Cada línea lleva su número en el registro, donde está el texto entero.',
  rules:
    'Una decisión de la junta necesita {quorum} votos al menos, y más a favor que en contra. Un certificado necesita {required} de {certifiers} firmas.',
  nothing: 'Todavía nada.',
  offices: {
    title: 'Las oficinas',
    caption: 'Hasta dónde está tomado el registro de cada oficina',
    office: 'Oficina',
    taken: 'Asientos tomados',
    newest: 'El más nuevo, por su hora',
    age: 'Antigüedad',
    never: 'nada todavía',
    forked: 'ATENCIÓN: esta oficina firmó dos historias distintas. Nada más se toma de ella.',
    note: 'Cada oficina lleva su propio registro y trabaja también sin línea. Aquí entra lo que envió, tal como lo escribió.',
  },
  members: {
    title: 'Miembros',
    caption: 'Miembros de la junta',
    name: 'Nombre',
    charge: 'Cargo',
    person: 'En el registro',
    state: 'Estado',
    seated: 'en funciones',
    left: 'dejó el cargo',
  },
  sessions: {
    title: 'Sesiones',
    name: 'Sesión {n}',
    ofOffice: 'Sesión {n}, {office}',
    opened: 'Abierta el {at} en {place} ({record}).',
    zero: 'Acto cero: {n} {n:acta contada|actas contadas} cuando se abrió.',
    members: 'Presentes: {names}.',
    delegates: 'Delegados: {names}.',
    noDelegates: 'Sin delegados presentes.',
    open: 'Está abierta.',
    earlier: 'Sesiones anteriores ({n})',
    closed: 'Cerrada el {at} ({record}).',
    papers: { es: 'Acta de la sesión en español (PDF)', en: 'Acta de la sesión en inglés (PDF)', data: 'como datos' },
  },
  repeats: {
    title: 'Votaciones que se repiten',
    item: '{sheet}, {contest}: las mesas cierran el {at} ({record})',
  },
  amendments: {
    title: 'Cambios de lo que se esperaba',
    item: '{at}: {what} Norma: {law} Razón: {reason} ({record})',
    more: 'Los demás cambios ({n})',
    changes: {
      'station-added': 'Se añadió la mesa del acta {station} en {place}; inscritos: {registered}.',
      'station-moved': 'La mesa del acta {station} se trasladó a {place}.',
      'date-moved': 'La mesa del acta {station} vota en otra fecha: cierra el {until}.',
      'station-not-installed': 'El acta {station} no se espera: la mesa no se instaló.',
      'station-merged':
        'Quienes votan en la mesa del acta {station} votan en la del acta {into}; inscritos allí: {registered}.',
      'candidate-withdrawn': '{selection} retiró su candidatura ({contest}); sus votos: {votes}.',
      'closing-extended': 'El cierre de las mesas se amplió hasta el {until} en: {units}.',
    },
  },
  votes: { kept: 'válidos, de nadie', null: 'nulos' },
  unknown: 'sin dato',
  certificates: {
    title: 'Certificados',
    none: 'Todavía no se certificó nada.',
    item: '{contest}, {area}: certificado el {at} ({record}).',
    whole: 'toda la elección',
    signed: 'Firman: {names}.',
    partial: 'Solo en parte: {reason}',
    reopened: 'Reabierto por orden de un tribunal ({record}): ya no vale.',
    papers: { es: 'Acta en español (PDF)', en: 'Acta en inglés (PDF)', data: 'como datos' },
  },
  destroyed: { title: 'Material destruido', item: '{at}: {what} Norma: {law} ({record})' },
  grounds: {
    title: 'Causales de objeción',
    caption: 'Causales fijadas antes del cómputo',
    ground: 'Causal',
    law: 'Norma',
    effects: 'La junta puede',
    holds: 'Las cifras salen mientras tanto',
    yes: 'sí',
    no: 'no',
  },
};

const BOARD_EN: BoardTexts = {
  title: 'The board and its acts',
  intro:
    'Who rules in the official count, when they sat, what changed of what was expected, and what was certified. Each line has its number in the record, where the whole text is.',
  rules:
    'A ruling needs at least {quorum} votes, and more for it than against. A certificate needs {required} of {certifiers} signatures.',
  nothing: 'Nothing yet.',
  offices: {
    title: 'The offices',
    caption: "How far each office's record is taken in",
    office: 'Office',
    taken: 'Events taken in',
    newest: 'The newest, by its own time',
    age: 'How old',
    never: 'nothing yet',
    forked: 'ATTENTION: this office signed two different histories. Nothing more is taken from it.',
    note: 'Each office keeps a record of its own and works without a line too. What it sent is here as it wrote it.',
  },
  members: {
    title: 'Members',
    caption: 'Members of the board',
    name: 'Name',
    charge: 'Office held',
    person: 'In the record',
    state: 'State',
    seated: 'seated',
    left: 'has left',
  },
  sessions: {
    title: 'Sessions',
    name: 'Session {n}',
    ofOffice: 'Session {n}, {office}',
    opened: 'Opened on {at} at {place} ({record}).',
    zero: 'Zero act: {n} {n:sheet|sheets} counted when it opened.',
    members: 'Present: {names}.',
    delegates: 'Delegates: {names}.',
    noDelegates: 'No delegates present.',
    open: 'It is open.',
    earlier: 'Earlier sessions ({n})',
    closed: 'Closed on {at} ({record}).',
    papers: { es: 'Minutes in Spanish (PDF)', en: 'Minutes in English (PDF)', data: 'as data' },
  },
  repeats: {
    title: 'Votes that are repeated',
    item: '{sheet}, {contest}: polls close on {at} ({record})',
  },
  amendments: {
    title: 'Changes of what was expected',
    item: '{at}: {what} Law: {law} Reason: {reason} ({record})',
    more: 'The other changes ({n})',
    changes: {
      'station-added': 'The table of sheet {station} was added at {place}; registered: {registered}.',
      'station-moved': 'The table of sheet {station} was moved to {place}.',
      'date-moved': 'The table of sheet {station} votes on another date: its polls close on {until}.',
      'station-not-installed': 'Sheet {station} is not expected: the table was not installed.',
      'station-merged':
        'Who votes at the table of sheet {station} votes at that of sheet {into}; registered there: {registered}.',
      'candidate-withdrawn': '{selection} withdrew ({contest}); the votes: {votes}.',
      'closing-extended': 'The closing of the polls was extended to {until} in: {units}.',
    },
  },
  votes: { kept: 'valid, for nobody', null: 'null' },
  unknown: 'not known',
  certificates: {
    title: 'Certificates',
    none: 'Nothing is certified yet.',
    item: '{contest}, {area}: certified on {at} ({record}).',
    whole: 'the whole election',
    signed: 'Signed by: {names}.',
    partial: 'In part only: {reason}',
    reopened: 'Reopened by order of a court ({record}): it holds no more.',
    papers: { es: 'Certificate in Spanish (PDF)', en: 'Certificate in English (PDF)', data: 'as data' },
  },
  destroyed: { title: 'Material destroyed', item: '{at}: {what} Law: {law} ({record})' },
  grounds: {
    title: 'Grounds for an objection',
    caption: 'Grounds fixed before the count',
    ground: 'Ground',
    law: 'Law',
    effects: 'The board may',
    holds: 'Figures are out meanwhile',
    yes: 'yes',
    no: 'no',
  },
};

const CATALOGUES: Readonly<Record<Language, BoardTexts>> = { es: BOARD_ES, en: BOARD_EN };

export function boardTextsOf(language: Language): BoardTexts {
  return CATALOGUES[language];
}
