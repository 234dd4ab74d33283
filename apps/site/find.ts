// Finds a polling place or a sheet by number or by words. One file without imports: its types are stripped and it is
// served as assets/find.js. The list comes from data/find.json, whose names are foreign text: they are only ever text here.

const FETCH_TIMEOUT_MS = 30_000;
/** Long enough to type on: a list that changes under each letter is read aloud at each letter. */
const PAUSE_MS = 250;
const SHOWN_MAX = 30;

/** A place with its names as they are compared: folded once, not at every letter that is typed. */
export type Place = {
  readonly unit: string;
  readonly name: string;
  readonly context: string;
  /** Ids, and runs of decimal ids as "first last". */
  readonly stations: readonly string[];
  readonly ownWords: string;
  readonly allWords: string;
};
/** `station`: the sheet with exactly this number, if it was asked for. */
export type Found = { readonly place: Place; readonly station: string | null };

/**
 * Without accents and case, a space before each word: "Ñandú, Nº 5" is " nandu no 5". Single letters stand together, for
 * one writes "U. E.", another "U.E." and a third "UE".
 */
export function fold(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  let folded = '';
  let afterLetter = false;
  for (const word of bare.split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue;
    const isLetter = /^\p{L}$/u.test(word);
    folded += (isLetter && afterLetter ? '' : ' ') + word;
    afterLetter = isLetter;
  }
  return folded;
}

/** The places of data/find.json; null if it is something else. */
export function readIndex(value: unknown): readonly Place[] | null {
  if (typeof value !== 'object' || value === null || !('places' in value) || !Array.isArray(value.places)) return null;
  const places: Place[] = [];
  for (const entry of value.places as readonly unknown[]) {
    const [unit, name, context, stations]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    // Whatever is no unit must not become an address.
    if (typeof unit !== 'string' || !/^u\d+$/.test(unit)) return null;
    if (typeof name !== 'string' || typeof context !== 'string' || !isTexts(stations)) return null;
    const ownWords = fold(name);
    places.push({ unit, name, context, stations, ownWords, allWords: ownWords + fold(context) });
  }
  return places;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** The sheet with this number first, then every place with all the words, those that say them in their own name first. */
export function search(places: readonly Place[], query: string): readonly Found[] {
  const words = fold(query).split(' ').slice(1);
  if (words.length === 0) return [];
  const found = [...byNumber(places, query.replace(/\s+/g, '')), ...byWords(places, words)];
  // "Acta 10234", "table 10234": nothing is called so, but one of the words is a number.
  return found.length > 0 ? found : words.flatMap((word) => byNumber(places, word));
}

function byNumber(places: readonly Place[], number: string): readonly Found[] {
  return places.flatMap((place) => {
    const station = stationIn(place, number);
    return station === null ? [] : [{ place, station }];
  });
}

function stationIn({ stations }: Place, number: string): string | null {
  const [low, decimal] = [number.toLowerCase(), /^\d+$/.test(number)];
  for (const entry of stations) {
    const [first = '', last = first] = entry.split(' ');
    // Leading zeros are left out when a number is read aloud. Numbers of equal length stand in the order of their text.
    const typed = decimal && /^\d+$/.test(first) ? low.replace(/^0+/, '').padStart(first.length, '0') : low;
    if (typed === first.toLowerCase()) return first;
    if (first !== last && typed.length === first.length && first <= typed && typed <= last) return typed;
  }
  return null;
}

function byWords(places: readonly Place[], words: readonly string[]): readonly Found[] {
  const ranked = places.flatMap((place) => {
    if (!words.every((word) => place.allWords.includes(word))) return [];
    const starts = (text: string): boolean => words.every((word) => text.includes(` ${word}`));
    const rank = starts(place.ownWords) ? 0 : starts(place.allWords) ? 1 : 2;
    return [{ place, station: null, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank);
}

function start(box: HTMLElement, field: HTMLInputElement): void {
  const [said, list, more] = ['said', 'found', 'more'].map((id) => document.getElementById(id));
  if (said == null || list == null || more == null) return;
  let places: readonly Place[] | null = null;
  let fetching: Promise<readonly Place[]> | null = null;
  let waiting = 0;
  let asked = '';

  async function look(): Promise<void> {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    if (query !== '' && places === null) {
      show([], box.dataset['loading'] ?? '');
      try {
        fetching ??= fetchIndex(box.dataset['index'] ?? '');
        places = await fetching;
      } catch {
        fetching = null;
        // The next letter, or Enter, tries again.
        asked = '';
        show([], box.dataset['failed'] ?? '');
        return;
      }
      // Somebody went on typing while the list came: the newer call shows what was asked last.
      if (asked !== query) return;
    }
    const found = places === null ? [] : search(places, query);
    show(found, query === '' ? '' : summary(found.length, query));
  }

  function summary(n: number, query: string): string {
    if (n === 0) return filled('none', { query });
    return n === 1 ? (box.dataset['one'] ?? '') : filled('many', { n: spelt(n) });
  }

  function show(found: readonly Found[], text: string): void {
    if (said == null || list == null || more == null) return;
    said.textContent = text;
    list.replaceChildren(...found.slice(0, SHOWN_MAX).map(item));
    more.textContent = found.length > SHOWN_MAX ? filled('more', { n: spelt(found.length - SHOWN_MAX) }) : '';
  }

  function item({ place, station }: Found): HTMLElement {
    const link = document.createElement('a');
    const page = place.unit === 'u0' ? 'index.html' : `u/${place.unit}.html`;
    link.href = station === null ? page : `${page}#s${encodeURIComponent(station)}`;
    const name = place.name || (box.dataset['unnamed'] ?? '');
    link.append(line('b', station === null ? name : filled('sheet', { station })));
    if (station !== null) link.append(' ', line('span', name));
    if (place.context !== '') link.append(' ', line('small', place.context));
    const entry = document.createElement('li');
    entry.append(link);
    return entry;
  }

  function filled(name: string, parts: Readonly<Record<string, string>>): string {
    return (box.dataset[name] ?? '').replace(/\{(\w+)\}/g, (all, key: string) => parts[key] ?? all);
  }

  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(), PAUSE_MS);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    clearTimeout(waiting);
    // Off the field, the keyboard of a phone no longer covers what was found.
    void look()
      .then(() => fetching)
      .then(
        () => list.querySelector('a')?.focus(),
        () => undefined,
      );
  });
  document.getElementById('without')?.remove();
  box.hidden = false;
  // Back from a place that was the wrong one, a browser may have kept what was typed.
  if (field.value !== '') void look();
}

async function fetchIndex(address: string): Promise<readonly Place[]> {
  const answer = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const places = readIndex(await answer.json());
  if (places === null) throw new Error('no index');
  return places;
}

function line(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function spelt(n: number): string {
  return new Intl.NumberFormat(document.documentElement.lang === 'es' ? 'es-BO' : 'en').format(n);
}

// Where there is no document, somebody only wants the functions: a test.
if (typeof document !== 'undefined') {
  const box = document.getElementById('find');
  const field = document.getElementById('query');
  if (box !== null && field instanceof HTMLInputElement) start(box, field);
}
