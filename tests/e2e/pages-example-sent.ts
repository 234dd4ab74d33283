import { instant } from '../../src/base/instant.ts';
import type {
  DeviceData,
  Figures,
  PaperData,
  ReadingData,
  SheetData,
  UnitData,
} from '../../src/publication/unit-data.ts';
import { examplePlace, type FrontView, PRESIDENT, rehearsalFront } from './pages-example.ts';

// An invented place and front page to which phones have sent figures: each oddity that these can have.

const CLOSE = Date.parse('2019-10-20T17:00:00-04:00');
const PHONE = 'phone-5b1c09e2a7f4';
const OTHER = 'phone-90d3a4417c2e';
const MINUTE = 60_000;

function readingsOf(sheet: SheetData, i: number): readonly ReadingData[] {
  const counted = sheet.contests[PRESIDENT.id]?.preliminary;
  const plain = { contest: PRESIDENT.id, device: PHONE, via: 'app', differs: null } as const;
  const reading = { ...plain, record: 2000 + 10 * i, at: CLOSE + i * 7 * MINUTE };
  const boxes = counted?.boxes ?? [];
  const other = boxes.map((box, b) => (b === 4 && typeof box === 'number' ? box + 30 : b === 9 ? null : box));
  const bySms = { ...reading, via: 'sms', device: null, record: reading.record + 3, at: reading.at + MINUTE } as const;
  switch (i) {
    case 0:
      return [{ ...reading, boxes, differs: false }];
    case 1:
      return [
        { ...reading, boxes: other, differs: true },
        { ...bySms, boxes, differs: false },
      ];
    case 3:
      return [
        { ...reading, device: OTHER, boxes: other, differs: true },
        { ...reading, device: OTHER, record: 2035, at: reading.at + 9 * MINUTE, boxes, differs: false },
      ];
    case 4:
      return [{ ...bySms, boxes: null }];
    default:
      return [];
  }
}

function paperOf({ station }: SheetData, i: number): PaperData {
  const hex = `${'0'.repeat(63)}${i}`;
  const known = {
    count: 'preliminary',
    state: 'standing',
    pages: 1,
    pictures: i === 0 ? [hex] : [],
    device: PHONE,
  } as const;
  const at = CLOSE + i * 9 * MINUTE + Number(station);
  return { ...known, sheet: 2500 + i, at, contests: { [PRESIDENT.id]: 'agreed' } };
}

/** The place of `examplePlace`; its fifth table is known by figures alone. */
export function sentPlace(): UnitData {
  const place = examplePlace();
  const device = (name: string, i: number, more: Partial<DeviceData>): DeviceData => ({
    ...{
      device: name,
      record: 20 + i,
      at: CLOSE - (30 - i) * 60 * MINUTE,
      scope: place.unit,
      only: null,
      revoked: null,
    },
    ...more,
  });
  return {
    ...place,
    sheets: (place.sheets ?? []).map((sheet, i) => {
      const readings = readingsOf(sheet, i);
      const papers = i === 4 ? [] : [paperOf(sheet, i)];
      return readings.length === 0 ? { ...sheet, papers } : { ...sheet, papers, readings };
    }),
    devices: [
      device(PHONE, 0, {}),
      device(OTHER, 4, { only: place.sheets?.[3]?.station ?? null }),
      device('phone-1f77b2c6d05a', 5, { revoked: CLOSE - 45 * MINUTE }),
    ],
  };
}

/** The front page of `rehearsalFront` with announced stations, readings that differ, and refusals. */
export function sentFront(): FrontView {
  const front = rehearsalFront();
  const desk = {
    typed: 1720,
    observed: 9,
    disputed: 4,
    disputedValid: 613,
    late: 0,
    announced: 61,
    readingsDiffer: 12,
  };
  const withDesk = (unit: UnitData['contests']): UnitData['contests'] => {
    const president = unit[PRESIDENT.id];
    return president === undefined
      ? unit
      : { ...unit, [PRESIDENT.id]: { ...president, preliminary: { ...president.preliminary, desk } as Figures } };
  };
  const refused = { 'bad-code': 31, malformed: 5, 'sms-malformed': 118, 'too-many': 1204, 'unknown-device': 2 };
  const devices = [
    { device: 'phone-77c0de11aa42', record: 7, at: instant(CLOSE - 9_000_000), scope: 'u0', only: null, revoked: null },
  ];
  return {
    ...front,
    unit: {
      ...front.unit,
      contests: withDesk(front.unit.contests),
      devices,
      children: front.unit.children.map((child) => ({
        ...child,
        contests: withDesk(child.contests as UnitData['contests']),
      })),
    },
    frontier: front.frontier.map((child) => ({ ...child, contests: withDesk(child.contests as UnitData['contests']) })),
    state: { ...front.state, refused },
  };
}
