import { assert } from '../src/base/assert.ts';

const SMALL = [
  ...['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ...['diez', 'once', 'doce', 'trece', 'catorce', 'quince', 'dieciséis', 'diecisiete', 'dieciocho', 'diecinueve'],
  ...['veinte', 'veintiuno', 'veintidós', 'veintitrés', 'veinticuatro', 'veinticinco', 'veintiséis'],
  ...['veintisiete', 'veintiocho', 'veintinueve'],
];
const TENS = ['', '', '', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];
const HUNDREDS = [
  ...['', 'ciento', 'doscientos', 'trescientos', 'cuatrocientos', 'quinientos', 'seiscientos', 'setecientos'],
  ...['ochocientos', 'novecientos'],
];

/** A number from 0 to 999,999 in Spanish words, as a jury writes it beside its figures. */
export function figuresInWords(n: number): string {
  assert(Number.isSafeInteger(n) && n >= 0 && n <= 999_999, `a number from 0 to 999,999, not ${n}`);
  if (n < 1000) return underThousand(n);
  const [thousands, rest] = [Math.trunc(n / 1000), n % 1000];
  const head = thousands === 1 ? 'mil' : `${shortOne(underThousand(thousands))} mil`;
  return rest === 0 ? head : `${head} ${underThousand(rest)}`;
}

function underThousand(n: number): string {
  if (n === 100) return 'cien';
  if (n < 100) return underHundred(n);
  const rest = n % 100;
  const hundreds = HUNDREDS[Math.trunc(n / 100)] ?? '';
  return rest === 0 ? hundreds : `${hundreds} ${underHundred(rest)}`;
}

function underHundred(n: number): string {
  if (n < 30) return SMALL[n] ?? '';
  const ten = TENS[Math.trunc(n / 10)] ?? '';
  return n % 10 === 0 ? ten : `${ten} y ${SMALL[n % 10] ?? ''}`;
}

/** Before "mil", "uno" loses its end: veintiún mil, treinta y un mil. */
function shortOne(words: string): string {
  return words.replace(/veintiuno$/, 'veintiún').replace(/uno$/, 'un');
}
