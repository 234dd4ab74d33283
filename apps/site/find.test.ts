import { describe, expect, it } from 'vitest';
import { fold, readIndex, search } from './find.ts';

const INDEX = {
  v: 1,
  places: [
    ['u2', 'U. E. Ñandú Guazú', 'Cochabamba · Villa Íñiguez', ['1001 1008', '1010']],
    ['u3', 'Escuela Nº 5', 'Ñandú', ['000098 000102', 'A-7b']],
    ['u4', 'Colegio Santa Ana', 'Oruro · San Antonio', ['9', '10']],
    ['u5', 'Instituto Anaya', '', ['1009']],
  ],
};
const places = readIndex(INDEX) ?? [];
const found = (query: string) =>
  search(places, query).map(({ place, station }) => (station === null ? place.unit : `${place.unit}#${station}`));

describe('fold', () => {
  it('leaves accents, case and signs out, and has a space before each word', () => {
    expect(fold('Ñandú')).toBe(' nandu');
    expect(fold('  PÉREZ-Güemes,  Nº 25 ')).toBe(' perez guemes no 25');
    expect(fold('Nandu\u0301')).toBe(fold('NANDÚ'));
    expect(fold('Łódź · Ωμέγα · Ёлка')).toBe(' łodz ωμεγα елка');
    expect(fold(' … ')).toBe('');
  });

  it('reads letters with points, with spaces and without as the same', () => {
    for (const spelling of ['U. E. Bolívar', 'U.E. Bolívar', 'UE bolivar', 'u e BOLIVAR'])
      expect(fold(spelling)).toBe(' ue bolivar');
  });
});

describe('search by number', () => {
  it('finds a number in a run, at its ends and alone, and none beside it', () => {
    expect(found('1001')).toEqual(['u2#1001']);
    expect(found('1004')).toEqual(['u2#1004']);
    expect(found('1008')).toEqual(['u2#1008']);
    expect(found('1010')).toEqual(['u2#1010']);
    expect(found('1009')).toEqual(['u5#1009']);
    expect(found('1011')).toEqual([]);
    expect(found('1 004')).toEqual(['u2#1004']);
  });

  it('minds no leading zeros, whichever side has them', () => {
    expect(found('000100')).toEqual(['u3#000100']);
    expect(found('100')).toEqual(['u3#000100']);
    expect(found('001004')).toEqual(['u2#1004']);
    expect(found('0')).toEqual([]);
  });

  it('takes ids that are no numbers as they are, in any case', () => {
    expect(found('a-7B')).toEqual(['u3#A-7b']);
  });

  it('finds the number in "table 1004", where nothing is called so', () => {
    expect(found('acta 1004')).toEqual(['u2#1004']);
  });
});

describe('search by words', () => {
  it('finds all words wherever they stand, without their accents', () => {
    expect(found('nandu guazu')).toEqual(['u2']);
    expect(found('iñiguez ue')).toEqual(['u2']);
    expect(found('SANTA oruro')).toEqual(['u4']);
    expect(found('escuela guazu')).toEqual([]);
  });

  it('has first what is called so itself, then what lies in it, then what only has the letters', () => {
    expect(found('ñandu')).toEqual(['u2', 'u3']);
    expect(found('ana')).toEqual(['u4', 'u5']);
    expect(found('aya')).toEqual(['u5']);
    expect(found('antonio')).toEqual(['u4']);
  });

  it('finds nothing for nothing', () => {
    for (const query of ['', '  ', '·', 'zzz']) expect(found(query)).toEqual([]);
  });
});

describe('an index that is none', () => {
  it.each([
    null,
    [],
    {},
    { places: 3 },
    { places: [null] },
    { places: [['javascript:alert(1)', 'x', '', []]] },
    { places: [['u1/../..', 'x', '', []]] },
    { places: [['u1', 'x', '']] },
    { places: [['u1', 'x', '', [7]]] },
    { places: [['u1', 7, '', []]] },
  ])('is refused: %j', (value) => {
    expect(readIndex(value)).toBeNull();
  });
});
