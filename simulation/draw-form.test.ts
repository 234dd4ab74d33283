import { describe, expect, it } from 'vitest';
import type { SelectionId } from '../src/model/ids.ts';
import { layOutForm } from '../src/model/sheet-form.ts';
import { drawForm, drawWear, type FilledForm } from './draw-form.ts';
import { drawHand, writeFigure } from './handwriting.ts';
import { Random } from './random.ts';
import { sampleForm, withBox } from './sample-form.test-support.ts';
import { glyphsOf } from './stroke-font.ts';

const QR = [
  [true, false],
  [false, true],
];
const draw = (filled: Omit<FilledForm, 'qr'>) => drawForm({ ...filled, qr: QR });
const strokes = (svg: string) => svg.split('<path').length;

describe('a drawn form', () => {
  it('is one text for one seed, in another hand for another', () => {
    expect(draw(sampleForm())).toBe(draw(sampleForm()));
    expect(draw(sampleForm({ seed: 'another' }))).not.toBe(draw(sampleForm()));
  });

  it('needs no font and lets no name into the markup', () => {
    const filled = sampleForm();
    const name = { es: '<script>alert("x")</script> & 選挙', en: '' };
    const svg = draw({ ...filled, election: { ...filled.election, name }, place: ']]><image href="file:///"/>' });
    expect(svg).not.toMatch(/<text|script|image|font|NaN|undefined|Infinity|&/);
  });

  it('leaves an empty box empty, and does not write an illegible one as a number', () => {
    const [zero, empty, illegible] = ([0, 'empty', 'illegible'] as const).map((box) =>
      draw(withBox(sampleForm(), 0, box as never)),
    );
    expect(strokes(empty ?? '')).toBeLessThan(strokes(zero ?? ''));
    expect(new Set([zero, empty, illegible]).size).toBe(3);
  });

  it('may say in words another number than in figures', () => {
    const filled = sampleForm();
    const misworded = [{ contest: filled.tallies[0]?.contest as never, box: 'faro', value: 999 }];
    expect(draw({ ...filled, misworded }).length).toBeGreaterThan(draw(filled).length);
  });

  it('has every page of a long form, and no other', () => {
    const { election } = sampleForm();
    const selections = Array.from({ length: 200 }, (_, i) => ({
      id: `s${i}` as SelectionId,
      name: `N ${i}`,
      party: '',
    }));
    const [first] = election.contests;
    if (first === undefined) throw new Error('no contest');
    const contest = { ...first, selections };
    const tallies = [{ contest: contest.id, boxes: new Array(202).fill(888) }];
    const filled = sampleForm({ form: layOutForm([contest]), election: { ...election, contests: [contest] }, tallies });
    const pages = Array.from({ length: filled.form.pages }, (_, i) => draw({ ...filled, page: i + 1 }));
    expect(new Set(pages).size).toBe(filled.form.pages);
    expect(() => draw({ ...filled, page: filled.form.pages + 1 })).toThrow('assertion failed');
  });

  it('is worn a little, and each in its own way', () => {
    const wears = Array.from({ length: 200 }, (_, i) => drawWear(`${i}`));
    expect(new Set(wears.map((w) => w.tilt)).size).toBe(200);
    for (const { tilt, margin, shadow } of wears) {
      expect(Math.abs(tilt) <= 3 && margin >= 0 && margin <= 12 && shadow >= 0 && shadow < 0.5).toBe(true);
    }
  });
});

describe('handwriting', () => {
  it('stays near its box, whatever the hand and the number', () => {
    for (let i = 0; i < 300; i++) {
      const random = new Random(`hand ${i}`);
      const place = { x: 1000, y: 1000, w: 228, h: 68 };
      const path = writeFigure(random.below(20_000), place, 3, drawHand(random), random);
      const numbers = [...path.matchAll(/[ML Q](-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])]);
      expect(numbers.length).toBeGreaterThan(0);
      for (const [x = 0, y = 0] of numbers) {
        expect(x > 980 && x < 1250 && y > 980 && y < 1090, `${x} ${y} of hand ${i}`).toBe(true);
      }
    }
  });

  it('knows the letters of both languages; others are a frame', () => {
    const frame = glyphsOf('選')[0];
    for (const letter of 'ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚÜ0123456789.,:;-/()\'"!?¡') {
      expect(glyphsOf(letter)[0], letter).not.toEqual(frame);
    }
    expect(glyphsOf('ñ')).toEqual(glyphsOf('Ñ'));
  });
});
