import type { PaperData } from '../unit-data.ts';

/** What the pages say of sheets on their way through a counting centre. */
export type DeskTexts = {
  readonly title: string;
  readonly caption: string;
  readonly step: string;
  readonly sheets: string;
  readonly rows: Readonly<
    Record<
      | 'expected'
      | 'unreceived'
      | 'received'
      | 'typed'
      | 'waiting'
      | 'counted'
      | 'observed'
      | 'disputed'
      | 'late'
      | 'announced'
      | 'readingsDiffer',
      string
    >
  >;
  readonly left: string;
  /** Of sheets that are typed and in no row below. */
  readonly between: string;
  readonly where: {
    readonly title: string;
    readonly caption: string;
    readonly more: string;
  };
  readonly closed: { readonly title: string; readonly text: string; readonly nothing: string; readonly left: string };
  readonly notices: { readonly title: string; readonly item: string };
  readonly stop: { readonly by: string; readonly byNobody: string; readonly held: string; readonly heldNone: string };
  /** Of a contest of a sheet that has no figures yet. */
  readonly progress: Readonly<Record<PaperData['contests'][string], string>>;
  readonly noneStands: string;
  readonly versions: { readonly observed: string; readonly disputed: string; readonly disputedEmpty: string };
  readonly reasons: string;
  readonly observations: string;
  readonly warnings: string;
  readonly corrected: string;
  readonly counts: Readonly<Record<'box' | 'correction', string>>;
  readonly codes: Readonly<Record<string, string>>;
  readonly papers: {
    readonly title: string;
    readonly item: string;
    readonly envelope: string;
    readonly states: Readonly<Record<PaperData['state'], string>>;
    readonly device: string;
    readonly alt: string;
    readonly notDrawn: string;
    readonly notYet: string;
    readonly withheld: string;
    readonly notYetOrWithheld: string;
  };
};

export const DESK_EN: DeskTexts = {
  title: 'On their way',
  caption: '{count}: how far the sheets are',
  step: 'Step',
  sheets: 'Sheets',
  rows: {
    expected: 'Expected',
    unreceived: 'Not received',
    received: 'Received',
    typed: 'Typed by two people',
    waiting: 'Received and not agreed',
    counted: 'Agreed and counted',
    observed: 'Observed: not counted until ruled',
    disputed: 'Disputed: more than one sheet for the table',
    late: 'Came after the close: shown, not counted',
    announced: 'Announced: figures came, no picture yet, not counted',
    readingsDiffer: 'Readings differ: figures sent from the station are not those counted',
  },
  between:
    'Sheets that two people typed and that stand in no other row wait for a third person to decide where the two differ, or for the publication to go on.',
  left: 'With the disputed sheets {votes} valid {votes:vote|votes} left the total until two people choose which sheet is the right one.',
  where: {
    title: 'Where they are',
    caption: '{count}: sheets that are not counted, by area',
    more: 'and {n} more {n:area|areas}: see the table of areas.',
  },
  closed: {
    title: 'What stayed out',
    text: 'The count is closed. These sheets stayed out of it.',
    nothing: 'The count is closed. No sheet stayed out of it.',
    left: 'With the disputed sheets {votes} valid {votes:vote|votes} that had been counted stayed out.',
  },
  notices: { title: 'Notices', item: '{at}: {text}' },
  stop: {
    by: 'Two people decided it: {a} and {b}.',
    byNobody: 'It was not decided by two people: it is unexplained.',
    held: 'Agreed sheets held back meanwhile: {held} ({contest}).',
    heldNone: 'No agreed sheet is held back.',
  },
  progress: {
    received: 'received, not typed yet',
    typed: 'typed by two people, not agreed or not published yet',
    agreed: 'agreed',
    observed: 'observed',
  },
  noneStands: 'no sheet stands',
  versions: {
    observed: 'observed: not counted',
    disputed: 'disputed: these figures left the total',
    disputedEmpty: 'disputed: not counted',
  },
  reasons: '{count}, observed because: {reasons}.',
  observations: '{count}, seen on the sheet by those who typed it: {codes}.',
  warnings: '{count}, warning (it changes no figure): {warnings}.',
  corrected: '{count}, {box}: the sheet says {says}; the jury corrected it to {corrected}.',
  counts: {
    box: 'What counts is what the box says.',
    correction: 'What counts is the correction by the jury.',
  },
  codes: {
    illegible: 'it cannot be read',
    'not-a-sheet': 'it is not a sheet',
    torn: 'it is torn',
    'unclear-correction': 'a correction on it is not clear',
    unsigned: 'it is not signed',
    'wrong-station': 'it is of another table',
    'false-sheet': 'the sheet is false',
  },
  papers: {
    title: 'What came in',
    item: '{count}: picture received on {at} ({record}). {state}',
    envelope: '{count}: paper received on {at} ({record}). {state}',
    states: {
      received: 'Publication was stopped when it came.',
      standing: 'It is the sheet of this table.',
      disputed: 'Disputed: it is not the only one for this table.',
      superseded: 'Set aside: two people chose another.',
      withdrawn: 'Withdrawn by two people.',
      gone: 'There is no sheet: its envelope was not found any more, or held none.',
      late: 'It came after the close: it is shown and not counted.',
    },
    device: 'Sent by device {device}.',
    alt: '{sheet}: picture {page} of {pages}, received on {at}',
    notDrawn: 'Picture not drawn in this rehearsal.',
    notYet: 'The picture is not public yet.',
    withheld: 'The picture is not shown: two people saw that it is no sheet.',
    notYetOrWithheld: 'The picture is not public: it is too early, or two people saw that it is no sheet.',
  },
};

export const DESK_ES: DeskTexts = {
  title: 'En camino',
  caption: '{count}: hasta dónde llegaron las actas',
  step: 'Paso',
  sheets: 'Actas',
  rows: {
    expected: 'Se esperan',
    unreceived: 'No recibidas',
    received: 'Recibidas',
    typed: 'Transcritas por dos personas',
    waiting: 'Recibidas y no acordadas',
    counted: 'Acordadas y contadas',
    observed: 'Observadas: no cuentan hasta que se resuelva',
    disputed: 'En disputa: más de un acta para la mesa',
    late: 'Llegaron después del cierre: se muestran y no cuentan',
    announced: 'Anunciadas: llegaron cifras, todavía sin imagen, no cuentan',
    readingsDiffer: 'Lecturas que difieren: las cifras enviadas desde la mesa no son las contadas',
  },
  between:
    'Las actas que dos personas transcribieron y que no están en otra fila esperan que una tercera decida en qué difieren, o que la publicación siga.',
  left: 'Con las actas en disputa {votes} {votes:voto válido salió|votos válidos salieron} del total hasta que dos personas elijan cuál acta es la correcta.',
  where: {
    title: 'Dónde están',
    caption: '{count}: actas que no están contadas, por área',
    more: 'y {n} {n:área más|áreas más}: ver la tabla de áreas.',
  },
  closed: {
    title: 'Lo que quedó fuera',
    text: 'El cómputo está cerrado. Estas actas quedaron fuera.',
    nothing: 'El cómputo está cerrado. Ninguna acta quedó fuera.',
    left: 'Con las actas en disputa {votes:quedó|quedaron} fuera {votes} {votes:voto válido|votos válidos} que se habían contado.',
  },
  notices: { title: 'Avisos', item: '{at}: {text}' },
  stop: {
    by: 'Lo decidieron dos personas: {a} y {b}.',
    byNobody: 'No lo decidieron dos personas: no tiene explicación.',
    held: 'Actas acordadas que esperan mientras tanto: {held} ({contest}).',
    heldNone: 'No hay actas acordadas que esperen.',
  },
  progress: {
    received: 'recibida, todavía sin transcribir',
    typed: 'transcrita por dos personas, todavía no acordada o no publicada',
    agreed: 'acordada',
    observed: 'observada',
  },
  noneStands: 'ninguna acta está en pie',
  versions: {
    observed: 'observada: no cuenta',
    disputed: 'en disputa: estas cifras salieron del total',
    disputedEmpty: 'en disputa: no cuenta',
  },
  reasons: '{count}, observada porque: {reasons}.',
  observations: '{count}, lo que vieron en el acta quienes la transcribieron: {codes}.',
  warnings: '{count}, advertencia (no cambia ninguna cifra): {warnings}.',
  corrected: '{count}, {box}: el acta dice {says}; el jurado lo corrigió a {corrected}.',
  counts: {
    box: 'Cuenta lo que dice la casilla.',
    correction: 'Cuenta la corrección del jurado.',
  },
  codes: {
    illegible: 'no se puede leer',
    'not-a-sheet': 'no es un acta',
    torn: 'está rota',
    'unclear-correction': 'tiene una corrección que no es clara',
    unsigned: 'no está firmada',
    'wrong-station': 'es de otra mesa',
    'false-sheet': 'el acta es falsa',
  },
  papers: {
    title: 'Lo que llegó',
    item: '{count}: imagen recibida el {at} ({record}). {state}',
    envelope: '{count}: papel recibido el {at} ({record}). {state}',
    states: {
      received: 'Cuando llegó, la publicación estaba detenida.',
      standing: 'Es el acta de esta mesa.',
      disputed: 'En disputa: no es la única para esta mesa.',
      superseded: 'Descartada: dos personas eligieron otra.',
      withdrawn: 'Retirada por dos personas.',
      gone: 'No hay acta: su sobre ya no se encontró, o no la contenía.',
      late: 'Llegó después del cierre: se muestra y no cuenta.',
    },
    device: 'La envió el aparato {device}.',
    alt: '{sheet}: imagen {page} de {pages}, recibida el {at}',
    notDrawn: 'Imagen no dibujada en este simulacro.',
    notYet: 'La imagen todavía no es pública.',
    withheld: 'La imagen no se muestra: dos personas vieron que no es un acta.',
    notYetOrWithheld: 'La imagen no es pública: es temprano, o dos personas vieron que no es un acta.',
  },
};
