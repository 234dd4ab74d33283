/** Why a page cannot be read as publication.md section 6 wants it. */
export type PageProblem = {
  readonly kind: 'figure-attribute' | 'figure-not-plain-text' | 'unit-attribute' | 'two-units';
  readonly at: string;
};

const FIGURE = ' data-f';
const UNIT = ' data-unit';
const FIGURES_MAX = 200_000;

/**
 * Finds the figures of a page without building its tree: the page is hostile, and a full HTML parser would be a larger
 * risk than the few spellings that a publisher may use. What is not in exactly that spelling is a problem, not skipped.
 */
export function scanFigures(
  html: string,
  onFigure: (key: string, text: string) => void,
  onProblem: (problem: PageProblem) => void,
): void {
  let seen = 0;
  for (let at = html.indexOf(FIGURE); at >= 0; at = html.indexOf(FIGURE, at + FIGURE.length)) {
    if (!isAttribute(html, at + FIGURE.length)) continue;
    if (++seen > FIGURES_MAX) {
      onProblem({ kind: 'figure-attribute', at: `more than ${FIGURES_MAX} figures` });
      return;
    }
    const key = quotedValue(html, at + FIGURE.length);
    if (key === null) {
      onProblem({ kind: 'figure-attribute', at: html.slice(at, at + 60) });
      continue;
    }
    const text = textOf(html, at, at + FIGURE.length + key.length + 3);
    if (text === null) onProblem({ kind: 'figure-not-plain-text', at: key });
    // Ids may hold `&`, which an attribute spells `&amp;`; no other character of an id needs a reference.
    else onFigure(key.includes('&') ? key.replaceAll('&amp;', '&') : key, text);
  }
}

/** The unit that a page names; null when it names none. */
export function unitOf(html: string, onProblem: (problem: PageProblem) => void): string | null {
  let unit: string | null = null;
  for (let at = html.indexOf(UNIT); at >= 0; at = html.indexOf(UNIT, at + UNIT.length)) {
    if (!isAttribute(html, at + UNIT.length)) continue;
    const value = quotedValue(html, at + UNIT.length);
    if (value === null) onProblem({ kind: 'unit-attribute', at: html.slice(at, at + 60) });
    else if (unit !== null) onProblem({ kind: 'two-units', at: value });
    unit ??= value;
  }
  return unit;
}

/** Whether the name ends here and a value follows, with or without the white space that HTML allows. */
function isAttribute(html: string, end: number): boolean {
  for (let i = end; i < html.length; i++) {
    const character = html.charAt(i);
    if (character === '=') return true;
    if (character > ' ') return false;
  }
  return false;
}

/** The value in `="..."` at this place; null in any other spelling. */
function quotedValue(html: string, at: number): string | null {
  if (!html.startsWith('="', at)) return null;
  const end = html.indexOf('"', at + 2);
  return end < 0 ? null : html.slice(at + 2, end);
}

/**
 * The text of the element whose tag holds an attribute between `from` and `to`; null unless the element holds nothing but
 * text without character references, so that what is read here is what a browser shows.
 */
function textOf(html: string, from: number, to: number): string | null {
  const open = html.lastIndexOf('<', from);
  const close = html.indexOf('>', to);
  if (open < 0 || close < 0) return null;
  const end = html.indexOf('<', close);
  if (end < 0) return null;
  const name = tagNameAt(html, open + 1);
  if (name === '' || !endsElement(html, end + 1, name)) return null;
  const text = html.slice(close + 1, end);
  return text.includes('&') ? null : text;
}

/** Tags that end a table cell whose own end tag is left out, as HTML allows it. */
const AFTER_CELL: ReadonlySet<string> = new Set([
  'td',
  'th',
  'tr',
  'tbody',
  'tfoot',
  '/tr',
  '/tbody',
  '/tfoot',
  '/table',
]);

/** Whether the tag at this place ends the element of this name, so that nothing but text was in it. */
function endsElement(html: string, at: number, name: string): boolean {
  const tag = tagNameAt(html, at);
  if (tag.length === name.length + 1 && tag.startsWith('/') && tag.endsWith(name)) return true;
  return (name === 'td' || name === 'th') && AFTER_CELL.has(tag);
}

const SLASH = 0x2f;

/** The name of the tag that begins here, with the slash of an end tag in front. */
function tagNameAt(html: string, at: number): string {
  let end = at + (html.charCodeAt(at) === SLASH ? 1 : 0);
  while (isNameCharacter(html.charCodeAt(end))) end++;
  return html.slice(at, end);
}

/** a-z, 0-9 and the hyphen. */
function isNameCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** The digits of a figure's text with a leading minus where one stands in front of them; '' when there are no digits. */
export function digitsOf(text: string): string {
  let digits = '';
  let minus = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += text.charAt(i);
    else if (digits === '' && (code === 0x2d || code === 0x2212)) minus = true;
  }
  return minus && digits !== '' ? `-${digits}` : digits;
}
