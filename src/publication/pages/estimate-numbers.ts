import type { Language } from '../../model/ids.ts';
import type { Seven } from '../../record/index.ts';

/* Figures of estimates in words: no more digits than an interval can bear, and never more certain than the draws. */

const POINT = 10_000;

/** As many decimals of a percentage as tell the ends of an interval apart. */
export function digitsFor(low: number, high: number): 1 | 2 | 3 {
  const width = high - low;
  return width >= 2 * POINT ? 1 : width >= POINT / 5 ? 2 : 3;
}

/** Millionths as percent (or percentage points) without a sign %, rounded half away from zero; never a minus of nothing. */
export function millionthsText(millionths: number, digits: 1 | 2 | 3, language: Language): string {
  const step = 10 ** (4 - digits);
  const scaled = Math.floor((2 * Math.abs(millionths) + step) / (2 * step));
  const unit = 10 ** digits;
  const text = `${Math.floor(scaled / unit)}${language === 'es' ? ',' : '.'}${String(scaled % unit).padStart(digits, '0')}`;
  return millionths < 0 && scaled > 0 ? `\u2212${text}` : text;
}

/** The ends of the 95 % interval and the middle of it. */
export function endsOf(seven: Seven): { readonly low: number; readonly middle: number; readonly high: number } {
  const [low, , , middle, , , high] = seven;
  return { low, middle, high };
}
