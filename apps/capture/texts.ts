import { EN } from './texts-en.ts';
import { ES } from './texts-es.ts';

export type Language = 'es' | 'en';
/** What the app says. Spanish is written first; the other languages say all of it, which the compiler checks. */
export type Texts = typeof ES;

export const TEXTS: Readonly<Record<Language, Texts>> = { es: ES, en: EN };

/** The language that was chosen here before, else the first of the browser's that we have, else Spanish. */
export function languageOf(chosen: string | null, preferred: readonly string[]): Language {
  for (const tag of [chosen, ...preferred]) {
    const [base] = (tag ?? '').toLowerCase().split('-');
    if (base === 'es' || base === 'en') return base;
  }
  return 'es';
}
