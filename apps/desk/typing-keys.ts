import { type Action, type Field, OBSERVATION_CODES, type TypingForm } from './typing-form.ts';

export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
};

/** What a key means: an action of the form, of the picture, to send, nothing at all, or what the browser makes of it. */
export type KeyMeaning =
  | { readonly on: 'form'; readonly action: Action }
  | { readonly on: 'picture'; readonly act: PictureAct }
  | { readonly on: 'send' }
  | { readonly on: 'nothing' }
  | { readonly on: 'browser' };

export type PictureAct =
  | 'zoom-in'
  | 'zoom-out'
  | 'whole'
  | 'turn'
  | 'next-page'
  | 'page-before'
  | 'left'
  | 'right'
  | 'up'
  | 'down';

const form = (action: Action): KeyMeaning => ({ on: 'form', action });
const BROWSER: KeyMeaning = { on: 'browser' };
const NOTHING: KeyMeaning = { on: 'nothing' };

/** Beside digits these are the only signs: a hand on the number pad never leaves it. */
const PICTURE_KEYS: Readonly<Record<string, PictureAct>> = {
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '*': 'whole',
  r: 'turn',
  '/': 'turn',
  PageDown: 'next-page',
  PageUp: 'page-before',
};
const ARROWS: Readonly<Record<string, PictureAct>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** What a key does that is pressed in a box or in a correction. */
export function keyInField(press: KeyPress, at: Field, state: TypingForm): KeyMeaning {
  if (press.key === 'Enter' && !press.altKey && !press.metaKey) {
    if (press.ctrlKey) return form({ kind: 'review' });
    return form({ kind: press.shiftKey ? 'back' : 'next' });
  }
  const picture = keyOnPicture(press);
  if (picture !== null) return { on: 'picture', act: picture };
  if (press.ctrlKey || press.altKey || press.metaKey) return BROWSER;
  const key = press.key.toLowerCase();
  if (key === 'o') return state.plan.observations ? form({ kind: 'observations' }) : NOTHING;
  const meaning = at.part === 'correction' ? keyInCorrection(key, at.at) : keyInBox(key, at.at, state);
  return meaning ?? (press.key.length === 1 ? NOTHING : BROWSER);
}

function keyInCorrection(key: string, at: number): KeyMeaning | null {
  if (/^\d$/.test(key)) return BROWSER;
  return key === 'escape' || key === 'c' ? form({ kind: 'drop-correction', at }) : null;
}

function keyInBox(key: string, at: number, state: TypingForm): KeyMeaning | null {
  if (key === 'c') return state.plan.corrections ? form({ kind: 'correct', at }) : NOTHING;
  if (state.plan.boxes[at] !== true) return null;
  const cell = state.cells[at] ?? '';
  const marked = cell === 'empty' || cell === 'illegible';
  if (key === 'e') return form({ kind: 'mark', at, mark: 'empty' });
  if (key === 'i') return form({ kind: 'mark', at, mark: 'illegible' });
  // The word of a mark is in the box as its text: the first digit takes its whole place.
  if (/^\d$/.test(key)) return marked ? form({ kind: 'digits', field: { part: 'box', at }, text: key }) : BROWSER;
  if (key === 'backspace' || key === 'delete') return marked ? form({ kind: 'erase', at }) : BROWSER;
  return null;
}

/** What a key does to the picture, from any box. */
export function keyOnPicture(press: KeyPress): PictureAct | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key in ARROWS) return press.shiftKey ? (ARROWS[press.key] ?? null) : null;
  return PICTURE_KEYS[press.key.toLowerCase()] ?? null;
}

/** What a key does while the picture itself has the focus: there 0 is no figure, and arrows need nothing beside them. */
export function keyInPicture(press: KeyPress): PictureAct | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  return press.key === '0' ? 'whole' : (ARROWS[press.key] ?? keyOnPicture(press));
}

/** What a key does in the list of observations. */
export function keyInObservations(press: KeyPress): KeyMeaning {
  if (press.ctrlKey && press.key === 'Enter') return form({ kind: 'review' });
  if (press.ctrlKey || press.altKey || press.metaKey) return BROWSER;
  if (press.key === 'Escape' || press.key === 'Enter') return form({ kind: 'typing' });
  const code = /^[1-9]$/.test(press.key) ? OBSERVATION_CODES[Number(press.key) - 1] : undefined;
  return code === undefined ? BROWSER : form({ kind: 'observe', code });
}

/** What a key does on the line that is read before sending. */
export function keyInReview(press: KeyPress): KeyMeaning {
  if (press.altKey || press.metaKey) return BROWSER;
  if (press.key === 'Enter') return press.shiftKey ? form({ kind: 'typing' }) : { on: 'send' };
  if (press.key === 'Escape') return form({ kind: 'typing' });
  if (press.key.toLowerCase() === 'o' && !press.ctrlKey) return form({ kind: 'observations' });
  const picture = keyOnPicture(press);
  return picture === null ? BROWSER : { on: 'picture', act: picture };
}
