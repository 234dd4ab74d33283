import { expect, it } from 'vitest';
import { CanvassRecorder } from '../little-canvass.test-support.ts';
import { boxes } from '../view-recorder.test-support.ts';

const textOf = (markup: string): string => markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');

/** s3 moves from the south to abroad and back and votes on another day; s9 is added abroad; s0 votes at s1. */
function amended() {
  const r = new CanvassRecorder();
  r.openBoth();
  r.lift('pres');
  r.publish();
  const before = r.view.touchedPages.size;
  r.view.clearTouched();
  const move = (place: string) => r.amend({ kind: 'station-moved', station: 's3' as never, place });
  r.counted('pres', 's3', boxes(60, 30, 5));
  r.publish();
  r.view.clearTouched();
  move('u6');
  const touched = [...r.view.touchedPages].sort();
  move('u5');
  move('u6');
  r.amend({ kind: 'date-moved', station: 's4' as never, until: (r.lastAt + 86_400_000) as never });
  const said = { table: 8 as never, registered: 1234 as never, setting: 'rural' } as const;
  r.amend({ kind: 'station-added', station: 's9' as never, place: 'u6', ...said });
  r.amend({ kind: 'station-merged', station: 's0' as never, into: 's1' as never, registered: 180_000 });
  r.publish();
  return { before, touched, pages: r.payloads() };
}

it('the page of each station says what changed of it, and both places of one that moved are written again', () => {
  const { touched, pages } = amended();
  // The whole, the barn of the south, and abroad.
  expect(touched).toEqual([0, 5, 6]);
  const page = (path: string) => textOf(pages.get(path) ?? '');
  for (const [language, sentences] of [
    ['es', ['se trasladó a este lugar el', 'vota en otra fecha: cierra el', 'se añadió después de fijada']],
    ['en', ['was moved to this place on', 'votes on another date: its polls close on', 'was added after the election']],
  ] as const) {
    const abroad = page(`${language}/u/u6.html`);
    for (const sentence of sentences) expect(abroad.split(sentence)).toHaveLength(2);
    expect(abroad).not.toMatch(/[{}]/);
    expect(page(`${language}/u/u5.html`)).not.toContain(sentences[0]);
  }
  expect(page('en/u/u2.html')).toContain('Those who voted at this table vote at that of sheet s1');
  expect(page('en/u/u2.html')).toContain('Those who voted at the table of sheet s0 vote here too');
});

it('the page of the board tells every change, with the place and its voters', () => {
  const { pages } = amended();
  const board = textOf(pages.get('en/board.html') ?? '');
  for (const sentence of [
    'The table of sheet s9 was added at Abroad; registered: 1,234.',
    'The table of sheet s3 was moved to Abroad.',
    'The table of sheet s3 was moved to Barn.',
    'The table of sheet s4 votes on another date: its polls close on',
  ]) {
    expect(board).toContain(sentence);
  }
  expect(textOf(pages.get('es/board.html') ?? '')).toContain(
    'Se añadió la mesa del acta s9 en Abroad; inscritos: 1.234.',
  );
});
