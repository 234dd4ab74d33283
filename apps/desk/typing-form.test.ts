import { describe, expect, it } from 'vitest';
import { leavesNoFigures, OBSERVATION_CODES as MODEL_CODES } from '../../src/model/desk-rules.ts';
import {
  type Action,
  contentOf,
  formForEntry,
  formForResolution,
  hasNoFigures,
  OBSERVATION_CODES,
  summaryOf,
  sumsOf,
  type TypingForm,
  typed,
} from './typing-form.ts';
import { keyInField, keyInObservations, keyInPicture, keyInReview } from './typing-keys.ts';

const PLAIN = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const NAMES: Readonly<Record<string, Partial<typeof PLAIN> & { key: string }>> = {
  '⏎': { key: 'Enter' },
  '⇧⏎': { key: 'Enter', shiftKey: true },
  '^⏎': { key: 'Enter', ctrlKey: true },
  esc: { key: 'Escape' },
  del: { key: 'Backspace' },
};

/** Plays keys as the screen does, digits that the browser writes included. */
function play(form: TypingForm, keys: string): { form: TypingForm; sent: boolean; presses: number } {
  let [now, sent, presses] = [form, false, 0];
  for (const name of keys.split(' ').filter((key) => key !== '')) {
    presses += 1;
    const press = { ...PLAIN, ...(NAMES[name] ?? { key: name }) };
    const meaning =
      now.stage === 'observations'
        ? keyInObservations(press)
        : now.stage === 'review'
          ? keyInReview(press)
          : keyInField(press, now.focus, now);
    if (meaning.on === 'form') now = typed(now, meaning.action);
    if (meaning.on === 'send') sent = true;
    if (meaning.on === 'browser' && /^\d$/.test(name)) now = typed(now, digits(now, name));
  }
  return { form: now, sent, presses };
}

function digits(form: TypingForm, digit: string): Action {
  const { focus } = form;
  const before = focus.part === 'box' ? (form.cells[focus.at] ?? '') : (form.corrections[focus.at] ?? '');
  return { kind: 'digits', field: focus, text: before + digit };
}

describe('typing by keyboard alone', () => {
  it('tells zero, empty and illegible apart, and sends after the line that is read', () => {
    const { form, sent } = play(formForEntry(4), '1 2 ⏎ 0 ⏎ e i ⏎');
    expect(sent).toBe(true);
    expect(contentOf(form)).toEqual({ boxes: [12, 0, 'empty', 'illegible'], corrections: [], observations: [] });
    expect(summaryOf(form)).toEqual({ numbers: 2, zeros: 1, empty: 1, illegible: 1, corrections: 0 });
  });

  it('takes few presses: of thirteen boxes with two digits each, 40', () => {
    const { sent, presses } = play(formForEntry(13), `${'4 7 ⏎ '.repeat(13)}⏎`);
    expect(sent).toBe(true);
    expect(presses).toBe(40);
  });

  it('says what is wrong at a box that nothing was typed in, and goes nowhere', () => {
    const { form } = play(formForEntry(2), '⏎');
    expect(form.focus).toEqual({ part: 'box', at: 0 });
    expect(form.fault).toEqual({ field: { part: 'box', at: 0 }, kind: 'blank' });
    expect(play(form, '5').form.fault).toBeNull();
  });

  it('does not go to the review past a blank box', () => {
    const { form } = play(formForEntry(3), '1 ⏎ ^⏎');
    expect(form.stage).toBe('typing');
    expect(form.focus.at).toBe(1);
    expect(form.fault?.kind).toBe('blank');
  });

  it('goes back, and types over a mark', () => {
    const { form } = play(formForEntry(2), 'e ⇧⏎ 7 ⏎ 3 ⏎');
    expect(contentOf(form).boxes).toEqual([7, 3]);
    expect(play(formForEntry(2), 'e ⇧⏎ del').form.cells[0]).toBe('');
  });

  it('keeps the box beside the correction of the jury', () => {
    const { form } = play(formForEntry(2), '5 c 6 ⏎ 3 ⏎');
    expect(contentOf(form)).toEqual({ boxes: [5, 3], corrections: [[0, 6]], observations: [] });
    expect(contentOf(play(formForEntry(1), '5 c 6 esc ⏎').form).corrections).toEqual([]);
    expect(play(formForEntry(2), '5 c ⏎').form.fault?.kind).toBe('correction-blank');
  });

  it('orders corrections by box, however they were typed', () => {
    const { form } = play(formForEntry(3), '1 ⏎ 2 ⏎ 3 c 9 ⇧⏎ ⇧⏎ ⇧⏎ c 8 ^⏎');
    expect(contentOf(form).corrections).toEqual([
      [0, 8],
      [2, 9],
    ]);
  });

  it('leaves no figures with an observation that says so, and keeps them with another', () => {
    const illegible = play(formForEntry(3), '1 ⏎ 2 o 1 ⏎').form;
    expect(hasNoFigures(illegible)).toBe(true);
    expect(contentOf(typed(illegible, { kind: 'review' }))).toEqual({
      boxes: [],
      corrections: [],
      observations: ['illegible'],
    });
    const unsigned = play(formForEntry(1), '1 o 5 ⏎ ^⏎').form;
    expect(contentOf(unsigned)).toEqual({ boxes: [1], corrections: [], observations: ['unsigned'] });
  });

  it('knows the codes that the model knows, in its order', () => {
    expect(OBSERVATION_CODES).toEqual(MODEL_CODES);
    for (const code of MODEL_CODES) expect(hasNoFigures({ observations: [code] })).toBe(leavesNoFigures([code]));
  });

  it('takes no sign that is no figure, no leading zeros, and nothing longer than a number of votes', () => {
    const { form } = play(formForEntry(1), '0 0 7 x , 5');
    expect(form.cells[0]).toBe('75');
    const long = typed(form, { kind: 'digits', field: { part: 'box', at: 0 }, text: '1234567890' });
    expect(long.cells[0]).toBe('75');
    expect(typed(form, { kind: 'digits', field: { part: 'box', at: 0 }, text: '1 234' }).cells[0]).toBe('1234');
  });

  it('adds up what was typed, and neither marks nor the sums of the paper', () => {
    const { form } = play(formForEntry(4), '1 0 ⏎ e 5 ⏎ 9 9 ⏎');
    expect(sumsOf(form, ['selection', 'selection', 'other', 'control'])).toEqual({ selections: 10, withOthers: 15 });
    expect(sumsOf(formForEntry(2), ['selection', 'other'])).toEqual({ selections: null, withOthers: null });
  });

  it('moves the picture from any box, and zero is never a key of the picture there', () => {
    const form = formForEntry(1);
    expect(keyInField({ ...PLAIN, key: '+' }, form.focus, form)).toEqual({ on: 'picture', act: 'zoom-in' });
    expect(keyInField({ ...PLAIN, key: 'r' }, form.focus, form)).toEqual({ on: 'picture', act: 'turn' });
    expect(keyInField({ ...PLAIN, key: 'ArrowDown', shiftKey: true }, form.focus, form)).toMatchObject({ act: 'down' });
    expect(keyInField({ ...PLAIN, key: 'ArrowDown' }, form.focus, form)).toEqual({ on: 'browser' });
    expect(keyInField({ ...PLAIN, key: '0' }, form.focus, form)).toEqual({ on: 'browser' });
    expect(keyInPicture({ ...PLAIN, key: '0' })).toBe('whole');
    expect(keyInField({ ...PLAIN, key: 'c', ctrlKey: true }, form.focus, form)).toEqual({ on: 'browser' });
  });
});

describe('resolving', () => {
  const work = (differing: number[], corrections: boolean, observations: boolean) => ({
    kind: 'resolve' as const,
    sheet: 1,
    station: 's',
    path: [],
    table: null,
    contest: 'c',
    pictures: [],
    paper: null,
    until: 0,
    differing: { boxes: differing, corrections, observations },
    same: {
      boxes: [4, 0, 'empty' as const].map((box, at) => (differing.includes(at) ? null : box)),
      corrections: corrections ? null : [[0, 5] as [number, number]],
      observations: observations ? null : [],
    },
  });

  it('is of the differing boxes alone, and sends the whole', () => {
    const { form, sent } = play(formForResolution(work([1], false, false), 3), '9 ⏎ ⏎');
    expect(sent).toBe(true);
    expect(contentOf(form)).toEqual({ boxes: [4, 9, 'empty'], corrections: [[0, 5]], observations: [] });
  });

  it('changes nothing that both said', () => {
    const form = formForResolution(work([1], false, false), 3);
    const tried: Action[] = [
      { kind: 'digits', field: { part: 'box', at: 0 }, text: '8' },
      { kind: 'mark', at: 0, mark: 'empty' },
      { kind: 'correct', at: 1 },
      { kind: 'drop-correction', at: 0 },
      { kind: 'observe', code: 'torn' },
    ];
    for (const action of tried) expect(contentOf(typed(form, action))).toEqual(contentOf(form));
  });

  it('lets corrections be typed of any box where they differ', () => {
    const { form } = play(formForResolution(work([], true, false), 3), 'c 6 ⏎ ^⏎');
    expect(form.stage).toBe('review');
    expect(contentOf(form)).toEqual({ boxes: [4, 0, 'empty'], corrections: [[0, 6]], observations: [] });
  });

  it('opens the observations where nothing else differs', () => {
    expect(formForResolution(work([], false, true), 3).stage).toBe('observations');
  });
});
