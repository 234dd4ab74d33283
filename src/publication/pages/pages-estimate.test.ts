import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRESIDENT, REHEARSAL, rehearsalFront } from '../../../tests/e2e/pages-example.ts';
import {
  AT,
  BASIS,
  band,
  dataOf,
  ELECTION,
  FIRST,
  REFUSED,
  SAID,
  SECOND,
} from '../../../tests/e2e/pages-example-estimate.ts';
import { instant } from '../../base/instant.ts';
import { LANGUAGES, type Language } from '../../model/ids.ts';
import { PARAMETERS } from '../../projection/parameters.ts';
import type { Said } from '../../record/index.ts';
import type { EstimateData } from '../estimate-files.ts';
import { digitsFor, millionthsText } from './estimate-numbers.ts';
import { renderEstimatePage, renderMethodPage, renderUnitPage } from './index.ts';
import { percentText } from './number-text.ts';
import { methodTextsOf } from './texts-method.ts';

const textOf = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
function pageOf(data: EstimateData | null, language: Language, election = ELECTION): string {
  const estimates = new Map(data === null ? [] : [[PRESIDENT.id as string, data]]);
  return renderEstimatePage({ language, election, state: rehearsalFront().state, estimates });
}
function frontOf(data: EstimateData | null, language: Language): string {
  const estimates = new Map(data === null ? [] : [[PRESIDENT.id as string, data]]);
  return renderUnitPage({ language, election: ELECTION, ...rehearsalFront(), estimates });
}

/** No estimate is a result, in whatever words. */
const NEVER = /\bwon\b|\bhas been called\b|\bwinner is\b|\bganó\b|\bha ganado\b|\bganador es\b/i;

describe('the page of the estimate', () => {
  it('says the interval before its middle, and that it is too close where no outcome is likely', () => {
    const [en, es] = [textOf(pageOf(dataOf([SAID]), 'en')), textOf(pageOf(dataOf([SAID]), 'es'))];
    expect(en).toMatch(/between 5\.8 and 10\.2 percentage points \(95 % interval\)\. Middle: 8\.0\./);
    expect(es).toMatch(/entre 5,8 y 10,2 puntos porcentuales \(intervalo del 95 %\)\. Punto medio: 8,0\./);
    expect(en).toContain('Too close to call');
    expect(es).toContain('Demasiado reñido para decir');
    for (const text of [en, es]) expect(text).not.toMatch(NEVER);
  });

  it('gives each side its own lead where the interval holds both', () => {
    const both = { ...SAID, lead: { ...SAID.lead, points: band(-21_000, 4_000, 30_000) } };
    expect(textOf(pageOf(dataOf([both]), 'en'))).toMatch(
      /Between a lead of 2\.1 percentage points for .* and one of 3\.0 for/,
    );
  });

  it('says what an outcome would be, on condition, when it is likely enough', () => {
    const likely = { ...SAID, likely: { kind: 'second-round', between: [FIRST, SECOND] as never } } as const;
    const text = textOf(pageOf(dataOf([likely]), 'en'));
    expect(text).toMatch(/In at least 95 of every 100 calculated endings, there would be a second round/);
    expect(text).not.toContain('Too close to call');
  });

  it('tells probabilities only where they were told, and none as sure or impossible while sheets are out', () => {
    const told = textOf(pageOf(dataOf([SAID]), 'en'));
    expect(told).toMatch(/Of every 100 endings .*94 .*6 .*less than 1/);
    const sure = { ...SAID, outcomes: [{ result: { kind: 'won', by: FIRST as never }, draws: 1000 }] } as const;
    expect(textOf(pageOf(dataOf([sure]), 'en'))).toContain('more than 99');
    const whole = { ...sure, basis: { ...BASIS, sheetsIn: 1000 } };
    expect(textOf(pageOf(dataOf([whole], undefined, 'official'), 'en'))).toMatch(/win.* all /);
    expect(textOf(pageOf(dataOf([{ ...SAID, outcomes: null }]), 'en'))).not.toContain('Of every 100');
  });

  it('tells no chances of a preliminary count that has all its sheets: the official one may still correct them', () => {
    const sure = { ...SAID, outcomes: [{ result: { kind: 'won', by: FIRST as never }, draws: 1000 }] } as const;
    const whole = { ...sure, likely: sure.outcomes[0].result, basis: { ...BASIS, sheetsIn: 1000 } };
    const text = textOf(pageOf(dataOf([whole]), 'en'));
    expect(text).toContain(
      'The preliminary count has all its sheets What follows are its totals, no longer estimated.',
    );
    expect(text).toMatch(/Lead of .* over .*: 8\.000 percentage points\./);
    expect(text).not.toMatch(/In at least 95|Of every 100|Too close|95 % interval\)\. Middle|Estimated /);
    const over = textOf(pageOf(dataOf([SAID, whole], { counted: 1000, out: 0 }), 'en'));
    expect(over).not.toContain('may still correct');
    expect(over).toContain('8.00 no longer estimated');
  });

  it('refuses in plain words', () => {
    expect(textOf(pageOf(dataOf([REFUSED]), 'en'))).toMatch(/Nothing is estimated now .*45 % of the registered voters/);
    expect(textOf(pageOf(dataOf([REFUSED]), 'es'))).toMatch(/Ahora no se estima nada .*45 % de los inscritos/);
    const newer: Said = { ...REFUSED, code: 'of-a-newer-version' };
    expect(textOf(pageOf(dataOf([newer]), 'en'))).toContain('of-a-newer-version');
  });

  it('says what it rests on, and where the uncertainty sits, with foreign names as text', () => {
    const page = pageOf(dataOf([SAID]), 'en');
    expect(page).toContain('Valle &lt;b&gt;');
    const text = textOf(page);
    expect(text).toMatch(/silent roll&quot;\): 12\.3 %|silent roll"\): 12\.3 %/);
    expect(text).toContain('known in batches');
    expect(text).toMatch(/with the trend of the night over places: 62 %, off by 0\.41 points/);
    expect(text).toMatch(/of 7 stations the registered voters are not known/);
    expect(text).toMatch(/Seed 1, 1,000 calculated endings, cotejo test\./);
  });

  it('keeps everything it said, silence too, against what came', () => {
    const turned = { ...SAID, lead: { of: SECOND, over: FIRST, points: band(-30_000, -20_000, -10_000) } };
    const all = [REFUSED, turned, SAID];
    const open = pageOf(dataOf(all), 'en');
    expect(open).toContain('The official count is not complete');
    expect(open.match(/class=est-band/g)).toHaveLength(1);
    const text = textOf(open);
    // The newest pair is the one of the table; an earlier lead the other way round is turned.
    expect(text).toMatch(/said nothing .*1\.00 to 3\.00 \(2\.00\) .*5\.80 to 10\.20 \(8\.00\)/);
    const over = textOf(pageOf(dataOf(all, { counted: 1000, out: 0 }), 'en'));
    expect(over).toContain('a lead of 9.756 percentage points');
    expect(over).toMatch(/1\.00 to 3\.00 \(2\.00\) no .*5\.80 to 10\.20 \(8\.00\) yes/);
    expect(over).toContain('What it said and what came');
  });

  it('is marked as a test and as estimated, in both languages, and leads to the method', () => {
    for (const language of LANGUAGES) {
      const page = pageOf(dataOf([SAID]), language);
      expect(page).toContain('class="card estimated"');
      expect(page).toContain('href="method.html"');
      expect(page).toContain('class=banner');
      expect(page).not.toMatch(/data-f="(?!size)/);
    }
    expect(textOf(pageOf(null, 'en'))).toContain('No estimate has been made yet.');
    const later = { ...ELECTION, estimates: { show: 'on', notBefore: instant(AT), probabilities: false } } as const;
    expect(textOf(pageOf(null, 'en', later))).toContain('None is made before');
  });
});

describe('the estimate on the front page', () => {
  it('stands behind the counts, and gives way when the official count is complete', () => {
    const front = frontOf(dataOf([SAID]), 'es');
    expect(front.indexOf('card estimated')).toBeGreaterThan(front.indexOf('card preliminary'));
    expect(front).toContain('href="estimate.html"');
    const over = frontOf(dataOf([SAID], { counted: 1000, out: 0 }), 'es');
    expect(over).not.toContain('card estimated');
    expect(textOf(over)).toContain('El conteo oficial está completo');
    const none = renderUnitPage({ language: 'es', election: REHEARSAL, ...rehearsalFront() });
    expect(none).not.toContain('estimate.html');
  });
});

describe('the method', () => {
  it('names every constant with its value and its reason', () => {
    for (const language of LANGUAGES) {
      const page = renderMethodPage(language, ELECTION);
      const reasons = methodTextsOf(language).parameters;
      expect(Object.keys(PARAMETERS).filter((name) => reasons[name] === undefined)).toEqual([]);
      for (const name of Object.keys(PARAMETERS)) expect(page).toContain(`<code>${name}</code>`);
    }
  });
});

describe('figures of estimates', () => {
  it('are rounded as all figures are', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(...LANGUAGES), (n, language) => {
        expect(millionthsText(n, 3, language)).toBe(percentText(n, 1_000_000, 3, language));
        expect(millionthsText(n, 2, language)).toBe(percentText(n, 1_000_000, 2, language));
      }),
    );
  });

  it('have no more decimals than their interval bears', () => {
    expect([digitsFor(0, 20_000), digitsFor(0, 19_999), digitsFor(0, 2_000), digitsFor(0, 1_999)]).toEqual([
      1, 2, 2, 3,
    ]);
  });
});
