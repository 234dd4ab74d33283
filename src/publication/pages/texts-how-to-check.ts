import type { RunNature } from '../../model/election.ts';

/** A claim that differs with what the run is: nothing is said of a replay or a rehearsal that only a real count has. */
type ByNature<T> = Readonly<Record<RunNature, T>>;

/** The page that says how to check the count by oneself: the longest text of all, hence a file of its own. */
export type HowToCheckTexts = {
  readonly title: string;
  readonly intro: string;
  readonly stepsTitle: string;
  readonly program: string;
  readonly trust: ByNature<string>;
  readonly run: string;
  readonly read: string;
  readonly commands: readonly [string, string];
  readonly provesTitle: string;
  readonly proves: ByNature<readonly string[]>;
  readonly notTitle: string;
  readonly not: ByNature<readonly string[]>;
  readonly handTitle: string;
  readonly hand: ByNature<string>;
  readonly filesTitle: string;
  readonly files: { readonly checkpoint: string; readonly state: string; readonly manifest: string };
};

const RECORD_ES =
  'Que el registro es el mismo que vieron los demás con el mismo punto de control, sin asientos cambiados, quitados ni cambiados de orden.';
const SUMS_ES = 'Que cada cifra de estas páginas es la suma de las actas publicadas, casilla por casilla.';
const ENTRIES_ES =
  'Que cada acta transcrita aquí tuvo dos transcripciones iguales bajo dos seudónimos distintos, o una tercera que resolvió la diferencia.';

export const VERIFY_ES: HowToCheckTexts = {
  title: 'Cómo comprobarlo por uno mismo',
  intro:
    'No hace falta creerle a esta página. Todo lo que muestra sale de un registro público en el que nada se puede cambiar ni borrar sin que se note. Cualquiera puede bajarlo y volver a sumar.',
  stepsTitle: 'Cuatro pasos',
  program:
    'Consiga el programa, que se llama Cotejo, del repositorio del proyecto y no de este sitio. Hace falta npm con Node 20 o más nuevo.',
  trust: {
    live: 'Consiga el archivo de confianza por otro camino que este sitio: de quien hace el conteo o de alguien de su confianza que lo haya guardado desde antes. Quien controle el sitio controla también lo que el sitio dice de sí mismo.',
    rehearsal:
      'Pida el archivo de confianza (trust.json) a quien hace este simulacro: lo tiene en la carpeta de la corrida. Quien controle el sitio controla también lo que el sitio dice de sí mismo.',
    replay:
      'Pida el archivo de confianza (trust.json) a quien hace esta reproducción: lo tiene en la carpeta de la corrida. Quien controle el sitio controla también lo que el sitio dice de sí mismo.',
  },
  run: 'En la carpeta del programa, escriba en una terminal (DIRECCIÓN es la de este sitio; ARCHIVO, el de confianza):',
  read: 'Lea el veredicto. Sin el archivo de confianza solo dirá «coherente consigo mismo; origen no establecido».',
  commands: ['npm ci', 'npx cotejo verify DIRECCIÓN --trust ARCHIVO'],
  provesTitle: 'Qué queda demostrado',
  proves: {
    live: [RECORD_ES, SUMS_ES, ENTRIES_ES, 'Que el desenlace sigue de la regla fijada antes de contar.'],
    rehearsal: [RECORD_ES, SUMS_ES, ENTRIES_ES, 'Que el desenlace sigue de la regla que está en la definición.'],
    replay: [RECORD_ES, SUMS_ES, 'Que el desenlace sigue de la regla que está en la definición.'],
  },
  notTitle: 'Qué no queda demostrado',
  not: {
    live: [
      'Que un acta se llenó con la verdad en la mesa: el registro comienza con lo que el acta dice.',
      'Que nadie le dijo a un transcriptor lo que escribió el otro.',
      'Que los archivos de los que se tomaron cifras, si los hay, eran fieles: solo que se sumaron bien.',
    ],
    rehearsal: ['Nada sobre una elección real: el programa inventó las actas y también a quienes las transcriben.'],
    replay: [
      'Que los archivos publicados eran fieles a las actas: solo que se sumaron bien.',
      'Que un acta se llenó con la verdad en la mesa.',
      'Que las horas son las verdaderas: son las que dan los archivos.',
    ],
  },
  handTitle: 'A mano',
  hand: {
    live: 'Para una sola mesa basta un lápiz: busque su recinto, compare las casillas con la copia del acta que usted tenga y sume las mesas del recinto.',
    rehearsal:
      'Basta un lápiz: busque un recinto, sume las casillas de sus mesas y compare con las cifras del recinto.',
    replay:
      'Para una sola mesa basta un lápiz: busque su recinto, compare las casillas con la copia del acta que usted tenga y sume las mesas del recinto.',
  },
  filesTitle: 'Los archivos',
  files: {
    checkpoint: 'Punto de control firmado del registro',
    state: 'Estado publicado',
    manifest: 'Lista de todos los archivos',
  },
};

const RECORD_EN =
  'That the record is the one that others saw under the same checkpoint, with no event altered, withdrawn or reordered.';
const SUMS_EN = 'That every figure on these pages is the sum of the published sheets, box by box.';
const ENTRIES_EN =
  'That each sheet typed here had two equal entries under two different pseudonyms, or a third that resolved the difference.';

export const VERIFY_EN: HowToCheckTexts = {
  title: 'How to check it yourself',
  intro:
    'You need not believe this page. All that it shows comes from a public record in which nothing can be changed or deleted unseen. Anyone can download it and add it up again.',
  stepsTitle: 'Four steps',
  program:
    "Get the program, which is called Cotejo, from the project's repository and not from this site. You need npm with Node 20 or newer.",
  trust: {
    live: 'Get the trust file by another way than this site: from whoever runs the count, or from someone you trust who has kept it from before. Whoever controls the site also controls what the site says of itself.',
    rehearsal:
      'Ask whoever runs this rehearsal for the trust file (trust.json): it lies in the folder of the run. Whoever controls the site also controls what the site says of itself.',
    replay:
      'Ask whoever runs this replay for the trust file (trust.json): it lies in the folder of the run. Whoever controls the site also controls what the site says of itself.',
  },
  run: 'In the folder of the program, type in a terminal (ADDRESS is that of this site; FILE is the trust file):',
  read: 'Read the verdict. Without the trust file it can only say “consistent with itself; origin not established”.',
  commands: ['npm ci', 'npx cotejo verify ADDRESS --trust FILE'],
  provesTitle: 'What is proved',
  proves: {
    live: [RECORD_EN, SUMS_EN, ENTRIES_EN, 'That the outcome follows from the rule that was fixed before the count.'],
    rehearsal: [RECORD_EN, SUMS_EN, ENTRIES_EN, 'That the outcome follows from the rule in the definition.'],
    replay: [RECORD_EN, SUMS_EN, 'That the outcome follows from the rule in the definition.'],
  },
  notTitle: 'What is not proved',
  not: {
    live: [
      'That a sheet was filled in truthfully at the table: the record begins with what the sheet says.',
      'That nobody told one typist what the other had typed.',
      'That the files figures were taken from, if any, were faithful: only that they were added up rightly.',
    ],
    rehearsal: ['Anything about a real election: the program invented the sheets, and those who type them too.'],
    replay: [
      'That the published files were faithful to the sheets: only that they were added up rightly.',
      'That a sheet was filled in truthfully at the table.',
      'That the times are true: they are those that the files give.',
    ],
  },
  handTitle: 'By hand',
  hand: {
    live: 'For a single table a pencil will do: find your polling place, hold the boxes against the copy of the sheet that you have, and add up the tables of the place.',
    rehearsal: 'A pencil will do: find a polling place, add up the boxes of its tables, and compare with its figures.',
    replay:
      'For a single table a pencil will do: find your polling place, hold the boxes against the copy of the sheet that you have, and add up the tables of the place.',
  },
  filesTitle: 'The files',
  files: { checkpoint: 'Signed checkpoint of the record', state: 'Published state', manifest: 'List of all files' },
};
