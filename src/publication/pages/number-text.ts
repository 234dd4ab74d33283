import { assert } from '../../base/assert.ts';
import { decimalOf, fraction } from '../../base/fraction.ts';
import type { Language } from '../../model/ids.ts';

// Intl.NumberFormat would cost a microsecond a cell, on millions of cells.
const GROUP: Readonly<Record<Language, string>> = { es: '.', en: ',' };
const DECIMAL: Readonly<Record<Language, string>> = { es: ',', en: '.' };
/** Above this, `num * 10^5 * 2` might leave the safe integers. */
const PLAIN_LIMIT = 10_000_000_000;

/** A whole number in the language's spelling: 2.889.359 in Spanish (of the Andes), 2,889,359 in English. */
export function wholeText(n: number, language: Language): string {
  if (n < 0) return `\u2212${wholeText(-n, language)}`;
  if (n < 1000) return String(n);
  const digits = String(n);
  const sign = GROUP[language];
  let at = digits.length % 3 || 3;
  let out = digits.slice(0, at);
  for (; at < digits.length; at += 3) out += sign + digits.slice(at, at + 3);
  return out;
}

/** `num / den` in percent with exactly `digits` decimals, rounded half away from zero, without the sign %. */
export function percentText(num: number, den: number, digits: 2 | 3, language: Language): string {
  assert(den > 0, 'a share of nothing has no text');
  if (num < 0) {
    const text = percentText(-num, den, digits, language);
    return /[1-9]/.test(text) ? `\u2212${text}` : text;
  }
  if (num > PLAIN_LIMIT || den > PLAIN_LIMIT) return bigPercent(num, den, digits, language);
  const unit = digits === 2 ? 100 : 1000;
  const doubled = num * unit * 200 + den;
  const scaled = (doubled - (doubled % (2 * den))) / (2 * den);
  const rest = String(scaled % unit).padStart(digits, '0');
  return `${wholeText(Math.floor(scaled / unit), language)}${DECIMAL[language]}${rest}`;
}

function bigPercent(num: number, den: number, digits: number, language: Language): string {
  const text = decimalOf(fraction(BigInt(num) * 100n, BigInt(den)), digits);
  const [whole = '', rest = ''] = text.split('.');
  return `${wholeText(Number(whole), language)}${DECIMAL[language]}${rest}`;
}

/** A number with one decimal at most, for the axis of a chart. */
export function axisText(n: number, language: Language): string {
  const text = String(Math.round(Math.abs(n) * 10) / 10).replace('.', DECIMAL[language]);
  return n < 0 ? `\u2212${text}` : text;
}
