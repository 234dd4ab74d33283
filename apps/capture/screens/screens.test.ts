import { describe, expect, it } from 'vitest';
import { sampleForm } from '../../../simulation/sample-form.test-support.ts';
import { present } from '../../../src/base/assert.ts';
import { instant } from '../../../src/base/instant.ts';
import type { StationId } from '../../../src/model/ids.ts';
import { enrolmentCode, writeEnrolmentCode } from '../../../src/model/one-time-code.ts';
import { encodeSheetCode } from '../../../src/model/sheet-code.ts';
import { REFUSED_REASONS } from '../../../src/record/index.ts';
import { memoryPhone } from '../memory-phone.ts';
import type { StationView } from '../phone-types.ts';
import { languageOf, TEXTS } from '../texts.ts';
import { numberText, refusalText, timeText } from './app.ts';
import { codeInQr } from './enrol-screen.ts';
import { objection } from './picture-check.ts';
import { matching } from './station-screen.ts';

const { election, station } = sampleForm();
const view = (id: string, table: number | null, place: string): StationView => ({
  ...{ id: id as StationId, table, place, registered: null, contests: [] },
});

describe('what is said', () => {
  it('is in the chosen language, else in one of the browser, else Spanish', () => {
    expect(languageOf('en', ['es-BO'])).toBe('en');
    expect(languageOf(null, ['pt-BR', 'en-GB', 'es'])).toBe('en');
    expect(languageOf(null, ['ay'])).toBe('es');
  });

  it('has words in both languages for every refusal of the door that a phone can meet', () => {
    const own = [
      'busy',
      'not-stored',
      'no-answer',
      'time-out',
      'not-a-code',
      'not-a-secret',
      'unexpected',
      'same-picture',
      'nothing-to-send',
      'no-draft',
      'sheet-changed',
      'no-election',
    ];
    const door = REFUSED_REASONS.filter((reason) => !reason.startsWith('sms-'));
    for (const kind of [...door, ...own]) {
      for (const t of Object.values(TEXTS))
        expect(refusalText(t, { kind, detail: '' }), kind).not.toBe(t.refusals.other);
    }
    expect(refusalText(TEXTS.en, { kind: 'never-heard-of', detail: 'Why.' })).toBe('It did not work. Why.');
  });

  it('spells numbers and times as people read them there', () => {
    expect(numberText('es')(1_234_567)).toBe('1.234.567');
    expect(numberText('en')(1234)).toBe('1,234');
    const now = () => Date.UTC(2026, 9, 19, 1);
    const time = timeText('es', 'America/La_Paz', now);
    expect(time(Date.UTC(2026, 9, 19, 0, 14))).toBe('20:14');
    expect(time(Date.UTC(2026, 9, 17, 0, 14))).toBe('16 oct, 20:14');
  });
});

describe('the enrolment code of a QR code', () => {
  const code = present(
    [0, 1, 2, 3]
      .map((n) => enrolmentCode(Uint8Array.from({ length: 13 }, (_, i) => i * 7 + n)))
      .find((c) => c !== null),
    'code',
  );

  it('is that of the link or the bare one, in groups', () => {
    const written = writeEnrolmentCode(code);
    expect(codeInQr(`https://example.org/capture/#enrol=${code}`)).toBe(written);
    expect(codeInQr(`https://example.org/capture/#enrol=${written.toLowerCase()}`)).toBe(written);
    expect(codeInQr(code)).toBe(written);
  });

  it('is none in another text', () => {
    for (const text of ['', 'cotejo:1:x:10001:1', 'https://example.org/', `${code}7`, '#enrol=%E0%A4%A'])
      expect(codeInQr(text)).toBeNull();
  });
});

describe('the list of stations', () => {
  const stations = [
    view('10001', 1, 'U. E. Ñandú'),
    view('10002', 2, 'Núcleo San José'),
    view('20411', null, 'San José'),
  ];
  const found = (query: string) => matching(stations, query).map(({ id }) => id);

  it('is searched by number, id and place, without accents, by every word', () => {
    expect(found('')).toEqual(['10001', '10002', '20411']);
    expect(found('nandu')).toEqual(['10001']);
    expect(found('SAN  jose')).toEqual(['10002', '20411']);
    expect(found('jose 2 nucleo')).toEqual(['10002']);
    expect(found('2041')).toEqual(['20411']);
    expect(found('zzz')).toEqual([]);
  });
});

describe('the code on a pictured paper', () => {
  const { phone } = memoryPhone(election, [], () => instant(0));
  const sheet = {
    id: 's',
    station: view(station.id, 1, 'X'),
    startedAt: instant(0),
    pages: [],
    figures: [],
    sent: null,
  };
  const said = (change: object, page = 1) => {
    const code = encodeSheetCode({ election: election.id, station: station.id, page: 1, ...change });
    return objection(TEXTS.en, code, { view: phone.view, sheet, page });
  };

  it('objects to another election, another station and another page, and to nothing else', () => {
    expect(said({})).toBeNull();
    expect(said({ election: 'other' })).toBe(TEXTS.en.photo.otherElection);
    expect(said({ station: '77' })).toContain('77');
    expect(said({}, 2)).toContain('page 1');
    expect(objection(TEXTS.en, null, { view: phone.view, sheet, page: 1 })).toBeNull();
    expect(objection(TEXTS.en, 'https://example.org', { view: phone.view, sheet, page: 1 })).toBeNull();
  });
});
