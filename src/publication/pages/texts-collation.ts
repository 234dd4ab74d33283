import type { Language } from '../../model/ids.ts';
import type { CollationClass, CollationReason } from '../collation.ts';

/** What the pages say of the two counts held against each other. `{places}` are filled by `fill`. */
export type CollationTexts = {
  readonly title: string;
  readonly link: string;
  readonly intro: string;
  readonly nothing: string;
  readonly totals: string;
  readonly totalsCaption: string;
  readonly className: string;
  readonly sheets: string;
  readonly classes: Readonly<Record<CollationClass, string>>;
  readonly summary: string;
  readonly usual: {
    readonly title: string;
    readonly text: string;
    readonly items: readonly string[];
    readonly note: string;
  };
  readonly net: {
    readonly title: string;
    readonly text: string;
    readonly caption: string;
    readonly option: string;
    readonly official: string;
    readonly net: string;
  };
  readonly lead: { readonly up: string; readonly down: string; readonly none: string; readonly ways: string };
  readonly rule: { readonly same: string; readonly other: string; readonly note: string };
  readonly reason: string;
  readonly reasonsTitle: string;
  readonly reasons: Readonly<Record<CollationReason | 'none', string>>;
  readonly annulled: string;
  readonly largest: string;
  readonly largestText: string;
  readonly rest: string;
  readonly place: string;
  readonly sheet: string;
  readonly table: string;
  readonly boxes: string;
  readonly arrow: string;
  readonly change: string;
  readonly leadChange: string;
  readonly oneWay: { readonly title: string; readonly text: string; readonly none: string };
  readonly byPlace: string;
  readonly restOfPlaces: string;
  readonly both: string;
  readonly differ: string;
  readonly share: string;
  readonly annulledShort: string;
  readonly downloads: { readonly title: string; readonly json: string; readonly csv: string; readonly more: string };
  readonly pictures: {
    readonly title: string;
    readonly note: string;
    readonly alt: string;
  };
};

const ES: CollationTexts = {
  title: 'Cotejo de los dos cómputos',
  link: 'Cotejo: acta por acta, los dos cómputos',
  intro:
    'Cada acta se transcribió dos veces, en cómputos separados. Aquí se compara, acta por acta, lo que dice cada uno. Una diferencia es un hecho y no una acusación: al lado está la razón, si el registro la tiene.',
  nothing: 'Todavía no hay actas contadas en los dos cómputos: no hay nada que comparar.',
  totals: 'Cuántas actas coinciden',
  totalsCaption: 'Actas por lo que resulta de compararlas',
  className: 'Resultado',
  sheets: 'Actas',
  classes: {
    equal: 'Iguales: los mismos votos en los dos cómputos',
    differs: 'Difieren en al menos una cifra de votos',
    annulled: 'Anuladas en el cómputo oficial',
    onlyPreliminary: 'Contadas solo en el preliminar',
    onlyOfficial: 'Contadas solo en el oficial',
    neither: 'Todavía no contadas en ninguno',
  },
  summary:
    'De {both} {both:acta contada|actas contadas} en los dos cómputos, {differs} {differs:difiere|difieren}: el {share} %.',
  usual: {
    title: 'Lo que se ha visto en otras elecciones',
    text: 'Quien lee y escribe miles de actas a mano se equivoca en algunas, y el cómputo oficial corrige otras. En otras elecciones difirió alrededor del 2 % de las actas:',
    items: [
      'Bolivia 2019: 549 de 28.975 actas (1,9 %) cuando se detuvo el cómputo preliminar, y 706 de 32.806 (2,2 %) al final; calculado con las cifras publicadas de los dos cómputos.',
      'Georgia 2024: cambió levemente el 8,7 % de los precintos que se volvieron a contar, según la prensa.',
    ],
    note: 'Esto da una idea del tamaño. No dice si las diferencias de aquí tienen una buena razón: para eso están las listas de abajo, con cada acta.',
  },
  net: {
    title: 'Efecto de las diferencias en los votos',
    text: 'Oficial menos preliminar, sumado sobre las actas contadas en los dos. Un número mayor que cero: el cómputo oficial tiene más.',
    caption: 'Votos y efecto neto de las diferencias',
    option: 'Opción',
    official: 'Votos en el oficial',
    net: 'Efecto neto',
  },
  lead: {
    up: 'En conjunto, las diferencias aumentan en {votes} {votes:voto|votos} la ventaja de {a} sobre {b}.',
    down: 'En conjunto, las diferencias reducen en {votes} {votes:voto|votos} la ventaja de {a} sobre {b}.',
    none: 'En conjunto, las diferencias no cambian la ventaja de {a} sobre {b}.',
    ways: 'La aumentan {more} {more:acta|actas} ({moreVotes} {moreVotes:voto|votos}), la reducen {less} {less:acta|actas} ({lessVotes} {lessVotes:voto|votos}), y {same} no {same:la mueve|la mueven}.',
  },
  rule: {
    same: 'La regla da lo mismo: si en cada acta contada en los dos se tomara la cifra del preliminar, con las actas del oficial igual {result}.',
    other:
      'La regla no da lo mismo. Con las actas y las cifras del oficial, {result}. Si en cada acta contada en los dos se tomara la cifra del preliminar, {swapped}.',
    note: 'Es aritmética sobre las actas que hay, no un resultado: vale el cómputo oficial.',
  },
  reason: 'Razón en el registro',
  reasonsTitle: 'Por qué difieren, según el registro',
  reasons: {
    ruling: 'Decisión sobre el acta en el cómputo oficial',
    repeat: 'La votación se repitió',
    copy: 'El oficial contó otra copia del acta',
    typing: 'Error al transcribir en el preliminar: otra lectura del acta ya coincidía con el oficial',
    'wrong-station': 'En el preliminar llegó una foto de otra mesa',
    'other-picture': 'En el preliminar llegó más de una foto de la mesa',
    none: 'No hay razón registrada',
  },
  annulled: 'Esta acta fue anulada en el cómputo oficial.',
  largest: 'Las mayores diferencias',
  largestText:
    'Ordenadas por la suma de lo que cambia en el acta. Cada enlace lleva al acta, con sus casillas y, si son públicas, sus fotos.',
  rest: 'Las {n} siguientes',
  place: 'Recinto',
  sheet: 'Acta',
  table: 'Mesa {table}',
  boxes: 'Lo que difiere (preliminar, oficial)',
  arrow: 'cambia a',
  change: 'Suma de cambios',
  leadChange: 'Ventaja de {a} sobre {b}',
  oneWay: {
    title: 'Recintos donde todas las diferencias van en un mismo sentido',
    text: 'Dos actas o más que difieren, y todas aumentan, o todas reducen, la ventaja de {a} sobre {b}. Con pocas actas también pasa por azar.',
    none: 'No hay ninguno.',
  },
  byPlace: 'Por área',
  restOfPlaces: 'Las otras {n} áreas',
  both: 'Contadas en los dos',
  differ: 'Difieren',
  share: 'Difieren, %',
  annulledShort: 'Anuladas',
  downloads: {
    title: 'Descargar',
    json: 'Actas que difieren (JSON)',
    csv: 'Actas que difieren, casilla por casilla (CSV)',
    more: 'Aquí se muestran las {shown} mayores de {all}; las demás están en el archivo CSV.',
  },
  pictures: {
    title: 'Las dos imágenes',
    note: 'Con un marco, las casillas que difieren, según el formulario impreso. En una foto torcida el marco puede no caer justo sobre la casilla.',
    alt: '{count}, página {page} de {sheet}; con marco: {boxes}',
  },
};

const EN: CollationTexts = {
  title: 'The two counts, sheet by sheet',
  link: 'Collation: the two counts, sheet by sheet',
  intro:
    'Every tally sheet was typed twice, in separate counts. Here what each count says of a sheet is held against what the other says. A difference is a fact and not an accusation: beside it stands the reason, where the record has one.',
  nothing: 'No sheet is counted in both counts yet: there is nothing to compare.',
  totals: 'How many sheets agree',
  totalsCaption: 'Sheets by what comes of comparing them',
  className: 'Result',
  sheets: 'Sheets',
  classes: {
    equal: 'Equal: the same votes in both counts',
    differs: 'Differ in at least one figure of votes',
    annulled: 'Annulled in the official count',
    onlyPreliminary: 'Counted in the preliminary count only',
    onlyOfficial: 'Counted in the official count only',
    neither: 'Not counted in either yet',
  },
  summary: 'Of {both} {both:sheet|sheets} counted in both counts, {differs} {differs:differs|differ}: {share} %.',
  usual: {
    title: 'What was seen in other elections',
    text: 'People who read and type thousands of sheets get some of them wrong, and the official count corrects others. In other elections about 2 % of the sheets differed:',
    items: [
      'Bolivia 2019: 549 of 28,975 sheets (1.9 %) when the preliminary count stopped, and 706 of 32,806 (2.2 %) at its end; computed from the published figures of both counts.',
      'Georgia 2024: 8.7 % of the precincts that were counted again changed slightly, by press reports.',
    ],
    note: 'This gives an idea of the size. It does not say whether the differences here have a good reason: for that there are the lists below, with every sheet.',
  },
  net: {
    title: 'Effect of the differences on the votes',
    text: 'Official minus preliminary, added up over the sheets counted in both. A number above zero: the official count has more.',
    caption: 'Votes and net effect of the differences',
    option: 'Option',
    official: 'Votes in the official count',
    net: 'Net effect',
  },
  lead: {
    up: 'Taken together, the differences add {votes} {votes:vote|votes} to the lead of {a} over {b}.',
    down: 'Taken together, the differences take {votes} {votes:vote|votes} from the lead of {a} over {b}.',
    none: 'Taken together, the differences do not change the lead of {a} over {b}.',
    ways: '{more} {more:sheet adds|sheets add} to it ({moreVotes} {moreVotes:vote|votes}), {less} {less:sheet takes|sheets take} from it ({lessVotes} {lessVotes:vote|votes}), and {same} {same:does|do} not move it.',
  },
  rule: {
    same: 'The rule gives the same: if the preliminary figure were taken in every sheet counted in both, with the sheets of the official count {result} all the same.',
    other:
      'The rule does not give the same. With the sheets and the figures of the official count, {result}. If the preliminary figure were taken in every sheet counted in both, {swapped}.',
    note: 'This is arithmetic over the sheets that are in, not a result: the official count stands.',
  },
  reason: 'Reason in the record',
  reasonsTitle: 'Why they differ, by the record',
  reasons: {
    ruling: 'A ruling on the sheet in the official count',
    repeat: 'The vote was repeated',
    copy: 'The official count took another copy of the sheet',
    typing: 'Typing error in the preliminary count: another reading of the sheet agreed with the official one already',
    'wrong-station': 'In the preliminary count a picture of another station came in',
    'other-picture': 'In the preliminary count more than one picture of the station came in',
    none: 'No reason recorded',
  },
  annulled: 'This sheet was annulled in the official count.',
  largest: 'The largest differences',
  largestText:
    'Ordered by the sum of what changes on the sheet. Each link leads to the sheet, with its boxes and, where they are public, its pictures.',
  rest: 'The next {n}',
  place: 'Polling place',
  sheet: 'Sheet',
  table: 'Table {table}',
  boxes: 'What differs (preliminary, official)',
  arrow: 'changes to',
  change: 'Sum of changes',
  leadChange: 'Lead of {a} over {b}',
  oneWay: {
    title: 'Places where all differences go one way',
    text: 'Two sheets or more that differ, and all of them add to, or all take from, the lead of {a} over {b}. With few sheets chance does that too.',
    none: 'There are none.',
  },
  byPlace: 'By area',
  restOfPlaces: 'The other {n} areas',
  both: 'Counted in both',
  differ: 'Differ',
  share: 'Differ, %',
  annulledShort: 'Annulled',
  downloads: {
    title: 'Download',
    json: 'Sheets that differ (JSON)',
    csv: 'Sheets that differ, box by box (CSV)',
    more: 'Shown here are the {shown} largest of {all}; the others are in the CSV file.',
  },
  pictures: {
    title: 'The two pictures',
    note: 'Framed: the boxes that differ, by the printed form. On a photograph that is askew the frame may not lie exactly on the box.',
    alt: '{count}, page {page} of {sheet}; framed: {boxes}',
  },
};

/** The catalogue of a language. */
export function collationTextsOf(language: Language): CollationTexts {
  return language === 'es' ? ES : EN;
}
