import { describe, expect, it } from 'vitest';
import { CHECK_CODES, type CheckCode } from '../model/check-defaults.ts';
import { type Count, LANGUAGES } from '../model/ids.ts';
import { boxesOf, CONTEST, deskWith } from './checks-example.test-support.ts';
import { placeFindings } from './place-warnings.ts';
import { checkTexts, REGISTER } from './register.ts';
import { describeFinding, observingCodes, sheetChecks } from './sheet-checks.ts';

type More = { readonly registered?: number | null; readonly words?: readonly (number | null)[] };

const ask = (text: string, { registered = 200, words }: More = {}) => ({
  contest: CONTEST,
  desk: deskWith(),
  registered: registered as Count | null,
  boxes: boxesOf(text),
  ...(words === undefined ? {} : { words: words as readonly (Count | null)[] }),
});
const codes = (text: string, more?: More) => sheetChecks(ask(text, more)).map((f) => f.code);

it('a sheet that adds up meets nothing', () => {
  expect(codes('60 30 10 | 5 5 | 100 110 110')).toEqual([]);
});

/** By code: a sheet that meets it and one that just does not. The others of the register may meet both. */
const CASES: readonly (readonly [CheckCode, string, string, string, More?, More?])[] = [
  // A B C | blank null | valid total voters
  ['E101', 'valid one too few', '60 30 10 | 5 5 | 99 110 110', '60 30 10 | 5 5 | 100 110 110'],
  ['E101', 'valid one too many', '60 30 10 | 5 5 | 101 110 110', '60 30 10 | 5 5 | 100 110 110'],
  ['E101', 'an empty box adds nothing', '60 30 - | 5 5 | 100 110 110', '60 30 - | 5 5 | 90 110 110'],
  ['E101', 'with an illegible box only above', '60 30 ? | 5 5 | 89 110 110', '60 30 ? | 5 5 | 95 110 110'],
  ['E101', 'null votes are not valid', '60 30 10 | 5 5 | 110 110 110', '60 30 10 | 5 ? | 100 110 110'],
  ['E101', 'a total that is empty says nothing', '60 30 10 | 5 5 | 0 110 110', '60 30 10 | 5 5 | - 110 110'],
  ['E102', 'total one too few', '60 30 10 | 5 5 | 100 109 110', '60 30 10 | 5 5 | 100 110 110'],
  ['E102', 'total one too many', '60 30 10 | 5 5 | 100 111 110', '60 30 10 | 5 5 | 100 ? 110'],
  ['E102', 'with an illegible box only above', '60 30 10 | ? 5 | 100 104 110', '60 30 10 | ? 5 | 100 105 110'],
  ['E103', 'one voter without a vote', '60 30 10 | 5 5 | 100 110 111', '60 30 10 | 5 5 | 100 110 110'],
  ['E103', 'not where a box cannot be read', '60 30 10 | 5 - | 100 110 110', '60 30 10 | 5 ? | 100 110 110'],
  [
    'E201',
    'one vote too many',
    '60 30 10 | 5 5 | - - -',
    '60 30 10 | 5 5 | - - -',
    { registered: 109 },
    { registered: 110 },
  ],
  [
    'E201',
    'a station without a list bounds nothing',
    '0 1 0 | 0 1 | - - -',
    '0 1 0 | 0 1 | - - -',
    { registered: 1 },
    { registered: 0 },
  ],
  [
    'E201',
    'nor does an unknown number',
    '0 1 0 | 0 1 | - - -',
    '0 1 0 | 0 1 | - - -',
    { registered: 1 },
    { registered: null },
  ],
  [
    'E202',
    'total above the list',
    '0 0 0 | 0 0 | 0 111 0',
    '0 0 0 | 0 0 | 110 110 110',
    { registered: 110 },
    { registered: 110 },
  ],
  [
    'E202',
    'a station without a list bounds nothing',
    '0 0 0 | 0 0 | 0 0 2',
    '0 0 0 | 0 0 | 0 0 2',
    { registered: 1 },
    { registered: 0 },
  ],
  ['E203', 'one vote too many', '60 30 10 | 5 5 | 100 110 109', '60 30 10 | 5 5 | 100 110 110'],
  ['E203', 'also beside an illegible box', '60 30 10 | 5 ? | 100 110 104', '60 30 10 | 5 ? | 100 110 105'],
  [
    'E301',
    'one box',
    '1 2 3 | 4 5 | 6 15 15',
    '1 2 3 | 4 5 | 6 15 15',
    { words: [1, 7, 3, 4, 5] },
    { words: [1, 2, 3, 4, 5] },
  ],
  [
    'E301',
    'not without both',
    '1 2 3 | 4 5 | 6 15 15',
    '1 - ? | 4 5 | 6 15 15',
    { words: [1, 3] },
    { words: [1, 2, 3, null] },
  ],
  ['E401', 'no vote', '- - - | - - | 100 110 110', '- - - | - 0 | - - -'],
  ['E402', 'no vote', '? ? ? | ? ? | 100 110 110', '? ? ? | ? 0 | ? ? ?'],
  ['E402', 'illegible or empty', '- - - | - ? | - - -', '- - - | - - | ? ? ?'],
  [
    'W101',
    'by the voters written',
    '60 30 10 | 5 5 | 100 110 120',
    '60 30 10 | 5 5 | 100 110 120',
    { registered: 120 },
    { registered: 121 },
  ],
  [
    'W101',
    'else by the total written',
    '60 30 10 | 5 5 | 100 120 -',
    '60 30 10 | 5 5 | 100 120 -',
    { registered: 120 },
    { registered: 110 },
  ],
  [
    'W101',
    'else by the sum',
    '60 30 10 | 5 5 | 100 - -',
    '60 30 10 | 5 ? | 100 - -',
    { registered: 110 },
    { registered: 105 },
  ],
  [
    'W101',
    'from 50 voters',
    '20 20 5 | 5 0 | 45 50 50',
    '20 20 5 | 4 0 | 44 49 49',
    { registered: 50 },
    { registered: 49 },
  ],
  ['W102', 'all but one', '0 60 0 | 5 5 | 60 70 70', '0 60 1 | 5 5 | 61 71 71'],
  ['W102', 'from 50 votes', '0 0 50 | 5 5 | 50 60 60', '0 0 49 | 5 5 | 49 59 59'],
  ['W102', 'not where another option cannot be read', '0 60 - | 5 5 | 60 70 70', '0 60 ? | 5 5 | 60 70 70'],
  ['W201', 'a fifth of all votes', '60 30 6 | 25 4 | 96 125 125', '60 30 7 | 25 4 | 97 126 126'],
  ['W201', 'from 20 votes', '5 5 5 | 20 4 | 15 39 39', '5 5 5 | 19 4 | 15 38 38'],
  ['W201', 'not where a box cannot be read', '5 5 - | 20 4 | 10 34 34', '5 5 ? | 20 4 | 10 34 34'],
  ['W202', 'a fifth of all votes', '60 30 6 | 4 25 | 96 125 125', '60 30 7 | 4 25 | 97 126 126'],
  ['W202', 'from 20 votes', '5 5 5 | 4 20 | 15 39 39', '5 5 5 | 4 19 | 15 38 38'],
  ['W301', 'one empty box', '60 30 - | 5 5 | 90 100 100', '60 30 0 | 5 5 | 90 100 100'],
  ['W301', 'an empty total can be added up', '- - 0 | - - | 0 0 0', '60 30 0 | 5 5 | - - -'],
  ['W301', 'not where all are empty', '- 0 - | - - | 0 0 0', '- - - | - - | 0 0 0'],
  ['W302', 'one illegible box', '60 30 10 | 5 ? | 100 110 110', '60 30 10 | 5 - | 100 105 105'],
  ['W302', 'or total', '60 30 10 | 5 5 | 100 110 ?', '? - ? | ? ? | 100 110 ?'],
  ['W303', 'all zero', '0 0 0 | 0 0 | 0 0 0', '0 0 0 | 0 1 | 0 1 1'],
  ['W303', 'zero or empty', '- - 0 | - - | - - -', '- - - | - - | 0 0 0'],
  ['W303', 'not where a box cannot be read', '0 0 0 | 0 - | 0 0 0', '0 0 0 | 0 ? | 0 0 0'],
];

describe('the rules over one sheet', () => {
  it.each(CASES.map(([code, title, meets, misses, ...more]) => ({ code, title, meets, misses, more })))(
    '$code: $title',
    ({ code, meets, misses, more }) => {
      expect(codes(meets, more[0])).toContain(code);
      expect(codes(misses, more[1])).not.toContain(code);
    },
  );

  it('each have a case', () => {
    const tried = new Set(CASES.map(([code]) => code));
    expect(CHECK_CODES.filter((code) => !tried.has(code))).toEqual(['W401']);
  });

  it('say nothing where the paper has no such box', () => {
    const contest = { ...CONTEST, selections: CONTEST.selections.slice(0, 1), others: ['challenged'], controls: [] };
    const desk = deskWith();
    expect(sheetChecks({ contest, desk, registered: null, boxes: boxesOf('60 60') })).toEqual([]);
  });

  it('say nothing where there are no figures, or no desk', () => {
    expect(sheetChecks({ ...ask('0 0 0 0 0 0 0 0'), boxes: [] })).toEqual([]);
    expect(sheetChecks({ ...ask('0 0 0 0 0 9 9 9'), desk: null })).toEqual([]);
  });

  it('read the corrections of the jury where those count', () => {
    const sheet = { ...ask('60 30 10 | 5 5 | 100 110 110'), corrections: [[4, 6 as Count]] as const };
    expect(sheetChecks(sheet).map((f) => f.code)).toEqual(['E102', 'E203']);
    expect(sheetChecks({ ...sheet, desk: { ...deskWith(), corrections: 'box' } })).toEqual([]);
  });
});

describe('the settings', () => {
  const crooked = ask('0 60 0 | 5 5 | 61 71 71');

  it('observe with E rules only', () => {
    expect(observingCodes(crooked)).toEqual([]);
    const desk = deskWith({ E101: { effect: 'observes' }, E103: { effect: 'observes' }, W102: { effect: 'observes' } });
    expect(observingCodes({ ...crooked, desk })).toEqual(['E101', 'E103']);
    expect(sheetChecks({ ...crooked, desk }).map((f) => [f.code, f.effect])).toEqual([
      ['E101', 'observes'],
      ['E102', 'warns'],
      ['E103', 'observes'],
      ['W102', 'warns'],
    ]);
  });

  it('take a rule away', () => {
    const desk = deskWith({ E102: { effect: 'off' } });
    expect(sheetChecks({ ...crooked, desk }).map((f) => f.code)).toEqual(['E101', 'E103', 'W102']);
  });

  it('move a threshold', () => {
    const desk = deskWith({ W102: { votes: 61 as Count } });
    expect(sheetChecks({ ...crooked, desk }).map((f) => f.code)).not.toContain('W102');
  });

  it('have the default where the definition does not name a rule', () => {
    const desk = { ...deskWith(), checks: {} };
    expect(sheetChecks({ ...crooked, desk })).toEqual(sheetChecks(crooked));
  });
});

describe('the sentences', () => {
  const every = [
    ...CASES.flatMap(([, , meets, , more]) => sheetChecks(ask(meets, more))),
    ...placeFindings({
      contest: CONTEST,
      desk: deskWith(),
      sheets: [1, 2].map(() => ask('60 30 10 5 5 100 110 110')),
    }).flat(),
  ];

  it.each(LANGUAGES)('are there for each rule in %s, with every number of the finding', (language) => {
    for (const rule of REGISTER) {
      expect(checkTexts[rule.code][language].length).toBeGreaterThan(5);
      const findings = every.filter((f) => f.code === rule.code);
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings) {
        const sentence = describeFinding(finding, language);
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/undefined|NaN/);
        for (const n of Object.values(finding.numbers)) expect(sentence).toContain(String(n));
      }
    }
  });

  it('read as these', () => {
    const said = (text: string, more?: More) =>
      sheetChecks(ask(text, more)).map((f) => [describeFinding(f, 'es'), describeFinding(f, 'en')]);
    expect(said('60 30 6 | 25 5 | 96 126 1', { registered: 127 })).toEqual([
      [
        'El acta suma 126 votos y dice que 1 persona votó.',
        'The sheet adds up to 126 votes and says that 1 person voted.',
      ],
    ]);
    expect(said('60 30 5 | 25 5 | 95 125 125')).toEqual([
      ['25 de 125 votos en blanco (20,0 %).', '25 of 125 votes blank (20.0%).'],
    ]);
    expect(said('1 2 3 | 4 5 | 6 15 15', { words: [1, 7, 3, 4, 0] })).toEqual([
      [
        '2 casillas dicen otra cosa en letras que en cifras; la primera, la n.º 2: 7 en letras, 2 en cifras.',
        '2 boxes say something else in words than in figures; the first, no. 2: 7 in words, 2 in figures.',
      ],
    ]);
    expect(said('60 30 - | 5 5 | 90 100 100')).toEqual([
      ['1 de 5 casillas de votos vacía: vacío no es cero.', '1 of 5 boxes of votes empty: empty is not zero.'],
    ]);
  });
});
