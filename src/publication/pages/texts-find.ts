/** The page on which a voter finds her own station. `{places}` in texts below `script` are filled by apps/site/find.ts. */
export type FindTexts = {
  /** The link to it, from every page. */
  readonly link: string;
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  /** Said while no script runs; behind it stands the link to the front page. */
  readonly without: string;
  readonly withoutLink: string;
  readonly script: {
    readonly loading: string;
    readonly failed: string;
    readonly none: string;
    readonly one: string;
    readonly many: string;
    readonly more: string;
    readonly sheet: string;
    readonly unnamed: string;
  };
};

export const FIND_ES: FindTexts = {
  link: 'Busque su mesa',
  title: 'Busque su mesa',
  label: 'Número del acta, o nombre del recinto',
  hint: 'El número es el código impreso en el acta. Del nombre bastan algunas palabras: del recinto, de la localidad o del municipio, con o sin acentos.',
  without:
    'La búsqueda necesita que el navegador ejecute programas (JavaScript), y aquí no lo hace. Sin ella también se llega: en la portada, elija su área en la tabla; después la que está dentro de ella, y así hasta su recinto.',
  withoutLink: 'Ir a la portada',
  script: {
    loading: 'Se está bajando la lista de recintos…',
    failed:
      'No se pudo bajar la lista de recintos. Revise la conexión y vuelva a escribir, o baje desde la portada, de área en área.',
    none: 'No se encontró nada para «{query}». Pruebe con menos palabras o con otra parte del nombre.',
    one: '1 resultado',
    many: '{n} resultados',
    more: 'Hay {n} más: escriba algo más del nombre.',
    sheet: 'Acta {station}',
    unnamed: '(sin nombre)',
  },
};

export const FIND_EN: FindTexts = {
  link: 'Find your station',
  title: 'Find your station',
  label: 'Number of the sheet, or name of the polling place',
  hint: 'The number is the code printed on the sheet. Of the name a few words are enough: of the polling place, the locality or the municipality, with or without accents.',
  without:
    'The search needs a browser that runs scripts (JavaScript), and here none runs. You can get there without it: on the front page choose your area in the table, then the one inside it, and so on down to your polling place.',
  withoutLink: 'Go to the front page',
  script: {
    loading: 'Fetching the list of polling places…',
    failed:
      'The list of polling places could not be fetched. Check the connection and type again, or go down from the front page, area by area.',
    none: 'Nothing found for “{query}”. Try fewer words, or another part of the name.',
    one: '1 result',
    many: '{n} results',
    more: '{n} more: write more of the name.',
    sheet: 'Sheet {station}',
    unnamed: '(no name)',
  },
};
