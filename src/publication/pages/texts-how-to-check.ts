/** The page that says how to check the count by oneself: the longest text of all, hence a file of its own. */
export type HowToCheckTexts = {
  readonly title: string;
  readonly intro: string;
  readonly stepsTitle: string;
  readonly steps: readonly [string, string, string];
  readonly command: string;
  readonly provesTitle: string;
  readonly proves: readonly string[];
  readonly notTitle: string;
  readonly not: readonly string[];
  readonly handTitle: string;
  readonly hand: string;
  readonly filesTitle: string;
  readonly files: { readonly checkpoint: string; readonly state: string; readonly manifest: string };
};

export const VERIFY_ES: HowToCheckTexts = {
  title: 'Cómo comprobarlo por uno mismo',
  intro:
    'No hace falta creerle a esta página. Todo lo que muestra sale de un registro público en el que nada se puede cambiar ni borrar sin que se note. Cualquiera puede bajarlo y volver a sumar.',
  stepsTitle: 'Tres pasos',
  steps: [
    'Consiga el programa y el archivo de confianza por otro camino que este sitio: el archivo está impreso en el acta de apertura y lo guardan observadores y partidos. Quien controle el sitio controla también lo que el sitio dice de sí mismo.',
    'Con Node 22 o más nuevo, escriba en una terminal (la dirección es la de este sitio):',
    'Lea el veredicto. Sin el archivo de confianza solo dirá «coherente consigo mismo; origen no establecido».',
  ],
  command: 'npx cotejo verify DIRECCIÓN --trust confianza.json',
  provesTitle: 'Qué queda demostrado',
  proves: [
    'Que el registro es el mismo que vieron los demás con el mismo sello, sin hechos cambiados, quitados ni cambiados de orden.',
    'Que cada cifra de estas páginas es la suma de las actas publicadas, casilla por casilla.',
    'Que cada acta transcrita aquí tuvo dos transcripciones iguales de dos personas, o una tercera que resolvió la diferencia.',
    'Que el desenlace sigue de la regla fijada antes de contar.',
  ],
  notTitle: 'Qué no queda demostrado',
  not: [
    'Que un acta se llenó con la verdad en la mesa: para eso están las imágenes, el cómputo oficial y la auditoría.',
    'Que nadie le dijo a un transcriptor lo que escribió el otro.',
    'Que los archivos de los que se tomó una reproducción eran fieles: solo que se sumaron bien.',
  ],
  handTitle: 'A mano',
  hand: 'Para una sola mesa basta un lápiz: busque su recinto, compare las casillas con la foto o la copia del acta que usted tenga y sume las mesas del recinto.',
  filesTitle: 'Los archivos',
  files: {
    checkpoint: 'Sello firmado del registro',
    state: 'Estado publicado',
    manifest: 'Lista de todos los archivos',
  },
};

export const VERIFY_EN: HowToCheckTexts = {
  title: 'How to check it yourself',
  intro:
    'You need not believe this page. All that it shows comes from a public record in which nothing can be changed or deleted unseen. Anyone can download it and add it up again.',
  stepsTitle: 'Three steps',
  steps: [
    'Get the program and the trust file by another way than this site: the file is printed on the zero act and kept by observers and parties. Whoever controls the site also controls what the site says of itself.',
    'With Node 22 or newer, type in a terminal (the address is that of this site):',
    'Read the verdict. Without the trust file it can only say “consistent with itself; origin not established”.',
  ],
  command: 'npx cotejo verify ADDRESS --trust trust.json',
  provesTitle: 'What is proved',
  proves: [
    'That the record is the one that others saw under the same seal, with no event altered, withdrawn or reordered.',
    'That every figure on these pages is the sum of the published sheets, box by box.',
    'That each sheet typed here had two equal entries by two people, or a third who resolved the difference.',
    'That the outcome follows from the rule that was fixed before the count.',
  ],
  notTitle: 'What is not proved',
  not: [
    'That a sheet was filled in truthfully at the table: pictures, the official count and the audit are for that.',
    'That nobody told one typist what the other had typed.',
    'That the files behind a replay were faithful: only that they were added up rightly.',
  ],
  handTitle: 'By hand',
  hand: 'For a single table a pencil will do: find your polling place, hold the boxes against the picture or the copy of the sheet that you have, and add up the tables of the place.',
  filesTitle: 'The files',
  files: { checkpoint: 'Signed checkpoint of the record', state: 'Published state', manifest: 'List of all files' },
};
