/*
 * Letters as strokes of a pen, so that a drawn sheet looks the same on a machine without any font, and so that a hand can
 * shake. A stroke is a row of points, two hex digits each, on a grid of 8 by 12 (y grows downwards, the line is at c);
 * `~` before a stroke rounds it.
 */

const GLYPHS: Readonly<Record<string, string>> = {
  '0': '~50 20 03 09 2c 6c 89 83 60 30',
  '1': '13 40 4c',
  '2': '~03 10 60 83 76 29 0c;0c 8c',
  '3': '~02 20 70 84 65 36;~36 75 8a 6c 2c 0a',
  '4': '50 08 88;64 6c',
  '5': '80 10 05;~05 44 85 8a 6c 2c 0a',
  '6': '~70 31 06 0a 2c 6c 8a 77 36 08',
  '7': '00 80 3c;36 76',
  '8': '~46 13 20 60 73 46 0a 2c 6c 8a 46',
  '9': '~84 57 17 03 20 60 83 7a 5c 2c',
  A: '0c 40 8c;28 68',
  B: '0c 00;~00 60 83 76 06;~06 76 89 7c 0c',
  C: '~82 60 20 03 09 2c 6c 8a',
  D: '0c 00;~00 60 83 89 6c 0c',
  E: '80 00 0c 8c;06 66',
  F: '80 00 0c;06 66',
  G: '~82 60 20 03 09 2c 6c 89 87;87 57',
  H: '00 0c;80 8c;06 86',
  I: '40 4c',
  J: '~80 8a 6c 2c 0a',
  K: '00 0c;80 07;35 8c',
  L: '00 0c 8c',
  M: '0c 00 47 80 8c',
  N: '0c 00 8c 80',
  O: '~40 20 03 09 2c 6c 89 83 60 40',
  P: '0c 00;~00 70 83 76 06',
  Q: '~40 20 03 09 2c 6c 89 83 60 40;59 8c',
  R: '0c 00;~00 70 83 76 06;46 8c',
  S: '~82 60 20 03 25 67 89 6c 2c 0a',
  T: '00 80;40 4c',
  U: '~00 09 2c 6c 89 80',
  V: '00 4c 80',
  W: '00 2c 44 6c 80',
  X: '00 8c;80 0c',
  Y: '00 46 80;46 4c',
  Z: '00 80 0c 8c',
  '.': '4b 4c',
  ',': '4b 3e',
  ':': '45 46;4b 4c',
  ';': '45 46;4b 3e',
  '-': '27 67',
  '–': '17 77',
  _: '0c 8c',
  '/': '0c 80',
  '(': '~60 43 49 6c',
  ')': '~20 43 49 2c',
  '*': '44 4a;25 69;65 29',
  '+': '44 4a;17 77',
  '=': '16 76;19 79',
  '%': '0c 80;11 22;7a 8b',
  "'": '40 43',
  '"': '30 33;50 53',
  '!': '40 48;4b 4c',
  '¡': '40 41;44 4c',
  '?': '~02 20 60 82 74 46 48;4b 4c',
  '¿': '~8a 6c 2c 0a 18 46 44;41 40',
  '#': '30 2c;60 5c;14 84;08 78',
  º: '~40 20 23 44 63 60 40',
  '&': '~8c 33 20 50 53 08 2c 5c 87',
};

/** Marks over a letter (Unicode combining), from four units above its top. */
const MARKS: Readonly<Record<string, string>> = {
  '\u0301': '43 61',
  '\u0300': '43 21',
  '\u0303': '~03 21 62 80',
  '\u0308': '22 23;62 63',
  '\u0302': '13 40 73',
  '\u0327': '',
};
const MARK_RISE = 4;
const NOT_KNOWN = '00 80 8c 0c 00';

export type Point = { readonly x: number; readonly y: number };
export type Stroke = { readonly points: readonly Point[]; readonly round: boolean };
export type Glyph = { readonly strokes: readonly Stroke[]; readonly left: number; readonly width: number };

export const GLYPH_HEIGHT = 12;
const SPACE: Glyph = { strokes: [], left: 0, width: 4 };

const known = new Map<string, Glyph>();

/** The glyphs of a text, all in capitals. A letter that is not in this font is an empty frame. */
export function glyphsOf(text: string): readonly Glyph[] {
  return [...text.toUpperCase().normalize('NFC')].map((letter) => {
    const found = known.get(letter) ?? glyphOf(letter);
    if (known.size < 1000) known.set(letter, found);
    return found;
  });
}

function glyphOf(letter: string): Glyph {
  if (letter.trim() === '') return SPACE;
  const [base = '', ...marks] = letter.normalize('NFD');
  const strokes = strokesOf(GLYPHS[base] ?? NOT_KNOWN, 0);
  for (const mark of marks) strokes.push(...strokesOf(MARKS[mark] ?? '', MARK_RISE));
  const xs = strokes.flatMap((s) => s.points.map((p) => p.x));
  const left = Math.min(...xs);
  return { strokes, left, width: Math.max(...xs) - left };
}

function strokesOf(text: string, rise: number): Stroke[] {
  if (text === '') return [];
  return text.split(';').map((stroke) => {
    const round = stroke.startsWith('~');
    const points = stroke.replace('~', '').split(' ');
    return { round, points: points.map((p) => ({ x: hex(p, 0), y: hex(p, 1) - rise })) };
  });
}

function hex(point: string, at: number): number {
  return Number.parseInt(point.charAt(at), 16);
}
