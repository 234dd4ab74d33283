import type { Language } from '../../model/ids.ts';
import { millionthsText } from './estimate-numbers.ts';
import { escapeText, html, type Markup, trusted } from './html.ts';

export type BacktestOrder =
  | 'real'
  | 'random'
  | 'small-last'
  | 'big-last'
  | 'by-department'
  | 'rural-last'
  | 'leader-places-last'
  | 'leader-tables-last';

/** Moments of one order of one election at which the projection was asked, and how it did. */
export type Backtest = {
  readonly election: string;
  readonly order: BacktestOrder;
  /** Moments at which it spoke, and those of them at which the 95 % interval of the lead held what came. */
  readonly spoke: number;
  readonly held: number;
  readonly refused: number;
  /** Mean absolute error of the lead where it spoke, in hundredths of a percentage point. */
  readonly error: number;
};

const of = (election: string, rows: readonly (readonly [BacktestOrder, number, number, number, number])[]) =>
  rows.map(([order, held, spoke, refused, error]): Backtest => ({ election, order, held, spoke, refused, error }));

/** What the pages of docs/projection say (backtests.md, backtests-orders.md): a test holds the two against each other. */
export const BACKTESTS: readonly Backtest[] = [
  ...of('bolivia-2019', [
    ['real', 17, 17, 0, 17],
    ['random', 100, 100, 0, 8],
    ['small-last', 60, 60, 40, 69],
    ['big-last', 40, 40, 60, 10],
    ['by-department', 48, 48, 52, 69],
    ['rural-last', 94, 98, 2, 273],
    ['leader-places-last', 60, 60, 40, 43],
    ['leader-tables-last', 98, 100, 0, 144],
  ]),
  ...of('mexico-2018-quickcount', [
    ['real', 18, 18, 0, 81],
    ['random', 100, 100, 0, 36],
    ['small-last', 100, 100, 0, 137],
    ['big-last', 100, 100, 0, 108],
    ['by-department', 47, 48, 52, 155],
    ['rural-last', 100, 100, 0, 178],
    ['leader-places-last', 88, 100, 0, 285],
    ['leader-tables-last', 87, 100, 0, 287],
  ]),
  ...of('peru-2021-runoff', [
    ['real', 2, 2, 0, 2],
    ['random', 80, 80, 20, 4],
    ['small-last', 39, 40, 60, 30],
    ['big-last', 40, 40, 60, 63],
    ['by-department', 42, 43, 57, 153],
    ['leader-places-last', 40, 40, 60, 19],
    ['leader-tables-last', 80, 80, 20, 39],
  ]),
];

type Words = {
  readonly caption: string;
  readonly text: string;
  readonly night: string;
  readonly held: string;
  readonly error: string;
  readonly refused: string;
  readonly of: (held: string, spoke: string) => string;
  readonly orders: Readonly<Record<BacktestOrder, string>>;
  readonly elections: Readonly<Record<string, string>>;
};

const WORDS: Readonly<Record<Language, Words>> = {
  es: {
    caption: 'Qué habría dicho en elecciones ya terminadas',
    text: 'Cada fila es un orden de llegada, el que hubo u otro que nunca hubo con las mismas actas: cuántas veces el intervalo del 95 % de la ventaja contuvo lo que salió, de las veces que dijo algo; cuánto se apartó su punto medio; y cuántas veces calló. De cada orden que nunca hubo se sortearon veinte noches, vistas en cinco momentos. Las constantes se fijaron mirando estas tres elecciones: sus filas no son una prueba. Donde la tardanza depende del voto se equivoca más, y eso no lo puede saber nadie de antemano.',
    night: 'Elección y orden de llegada',
    held: 'Dentro del 95 %',
    error: 'Error medio (puntos)',
    refused: 'Calló',
    of: (held, spoke) => `${held} de ${spoke}`,
    orders: {
      real: 'el orden que hubo',
      random: 'al azar',
      'small-last': 'recintos pequeños al final',
      'big-last': 'recintos grandes al final',
      'by-department': 'un área tras otra',
      'rural-last': 'lo rural al final',
      'leader-places-last': 'al final los recintos con más votos por quien va primero',
      'leader-tables-last': 'al final las mesas con más votos por quien va primero',
    },
    elections: {
      'bolivia-2019': 'Bolivia 2019',
      'mexico-2018-quickcount': 'México 2018, conteo rápido',
      'peru-2021-runoff': 'Perú 2021, segunda vuelta',
    },
  },
  en: {
    caption: 'What it would have said on elections that are over',
    text: 'Each row is one order of arrival, the real one or one that never was, of the same sheets: how often the 95 % interval of the lead held what came, of the times that it said something; how far off its middle was; and how often it was silent. Of each order that never was twenty nights were drawn and looked at from five moments. The constants were set while looking at these three elections: their rows are no test. Where lateness depends on the vote it errs more, and nobody can know that beforehand.',
    night: 'Election and order of arrival',
    held: 'Inside the 95 %',
    error: 'Mean error (points)',
    refused: 'Silent',
    of: (held, spoke) => `${held} of ${spoke}`,
    orders: {
      real: 'the real order',
      random: 'at random',
      'small-last': 'small places last',
      'big-last': 'large places last',
      'by-department': 'one area after the other',
      'rural-last': 'the countryside last',
      'leader-places-last': 'last the places with more votes for whoever leads',
      'leader-tables-last': 'last the tables with more votes for whoever leads',
    },
    elections: {
      'bolivia-2019': 'Bolivia 2019',
      'mexico-2018-quickcount': 'Mexico 2018, quick count',
      'peru-2021-runoff': 'Peru 2021, runoff',
    },
  },
};

/** The table of the method page: how the lead was met in every order that was tried. */
export function backtestsTable(language: Language): Markup {
  const t = WORDS[language];
  const rows = BACKTESTS.map(({ election, order, held, spoke, refused, error }) => {
    const inside = t.of(String(held), String(spoke));
    const shown = held < spoke ? `<b>${inside}</b>` : inside;
    return `<tr><th scope=row>${escapeText(t.elections[election] ?? election)}: ${t.orders[order]}<td>${shown}<td>${millionthsText(100 * error, 2, language)}<td>${refused}`;
  });
  return html`<p>${t.text}</p><div class=wide role=region tabindex=0 aria-label="${t.caption}"><table class=backtests><caption class=vh>${t.caption}</caption><thead><tr><th scope=col>${t.night}<th scope=col>${t.held}<th scope=col>${t.error}<th scope=col>${t.refused}<tbody>${trusted(rows.join(''))}</table></div>`;
}
