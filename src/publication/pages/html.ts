/**
 * A piece of markup that is safe to insert as it is. Only `html`, `fill`, `trusted` and `numbered` make one. `n` is the
 * number that it shows, where it shows one: what plurals go by.
 */
export type Markup = { readonly markup: string; readonly n?: number };

export type HtmlValue = Markup | readonly Markup[] | string | number | null;

const SPECIAL = /[&<>"']/;
const SPECIALS = /[&<>"']/g;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in a quoted attribute. Names in election files are foreign input. */
export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (sign) => REFERENCES[sign] ?? sign) : text;
}

/**
 * Markup from a template. Text is escaped, markup goes in as it is, null gives nothing. Attributes that take a value
 * must be written in double quotes: escaping protects nothing outside them.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  let out = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) out += textOf(values[i] ?? null) + (strings[i + 1] ?? '');
  return { markup: out };
}

/**
 * Vouches for a string built by hand, where a template for each cell would cost too much. Everything foreign in it has
 * to have gone through `escapeText`.
 */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Markup that shows a number. */
export function numbered(n: number, piece: Markup): Markup {
  return { markup: piece.markup, n };
}

export const NOTHING: Markup = { markup: '' };

/** Literal text, or the name of a place to fill, or the word for one and the word for any other number of it. */
type Piece = string | { readonly name: string; readonly one?: string; readonly many?: string };

// The pieces of each sentence of the catalogues, escaped once. The catalogues are finite, so this is too.
const sentences = new Map<string, readonly Piece[]>();

/**
 * A sentence of a catalogue with its `{places}` filled, and `{place:one|many}` by the number in that place. Places that
 * are not given stay empty.
 */
export function fill(sentence: string, parts: Readonly<Record<string, HtmlValue>>): Markup {
  let pieces = sentences.get(sentence);
  if (pieces === undefined) {
    pieces = sentence.split(/\{(\w+(?::[^{}|]*\|[^{}|]*)?)\}/).map((text, i) => pieceOf(text, i % 2 === 1));
    sentences.set(sentence, pieces);
  }
  let out = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] ?? '';
    if (typeof piece === 'string') out += piece;
    else if (piece.one === undefined) out += textOf(parts[piece.name] ?? null);
    else out += numberIn(parts[piece.name] ?? null) === 1 ? piece.one : (piece.many ?? '');
  }
  return { markup: out };
}

function pieceOf(text: string, isPlace: boolean): Piece {
  if (!isPlace) return escapeText(text);
  const [name = '', one, many] = text.split(/[:|]/);
  return one === undefined ? { name } : { name, one: escapeText(one), many: escapeText(many ?? '') };
}

function numberIn(value: HtmlValue): number | null {
  if (typeof value === 'number') return value;
  return value !== null && typeof value === 'object' && 'markup' in value ? (value.n ?? null) : null;
}

/** Markup pieces with something between them. */
export function join(pieces: readonly Markup[], between: string): Markup {
  return { markup: pieces.map((p) => p.markup).join(between) };
}

function textOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  let out = '';
  for (const piece of value) out += piece.markup;
  return out;
}
