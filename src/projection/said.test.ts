import { describe, expect, it } from 'vitest';
import { decodeBody, encodeBody } from '../record/index.ts';
import { PARAMETERS } from './parameters.ts';
import type { Band, Estimate } from './projection-answer.ts';
import { factsRead, parametersText, saidOf } from './said.ts';

const band = (point: number, half: number): Band => ({
  point,
  in50: [point - half / 3, point + half / 3],
  in80: [point - half / 2, point + half / 2],
  in95: [point - half, point + half],
});

const ESTIMATE = {
  kind: 'estimate',
  options: [
    { id: 'A', share: band(0.5123456, 0.01), votes: band(512.4, 10) },
    { id: 'B', share: band(0.4876544, 0.01), votes: band(487.6, 10) },
  ],
  lead: { of: 'A', over: 'B', band: band(0.0246912, 0.02) },
  turnout: null,
  votesOut: band(100, 5),
  outcomes: [
    { result: { kind: 'second-round', between: ['A', 'B'] }, probability: 0.049 },
    { result: { kind: 'won', by: 'A' }, probability: 0.951 },
  ],
  areas: [],
  settings: [],
  diagnostics: {
    ...{ expected: 10, sheetsIn: 8, setAside: 0, silentRoll: 0.1, rollOut: 0.2, order: 'instants', figures: 'as-then' },
    notes: [],
    variants: [{ variant: 'plain', weight: 1, shares: [0.5, 0.5], earlierError: null }],
    shock: [{ coordinate: 'pair', scale: 0.05, freedom: 2 }],
  },
} as unknown as Estimate;
const OPTIONS = { draws: 1000, base: 'options', probabilities: true, notes: [] } as const;

describe('what an estimate says in the record', () => {
  it('is whole numbers: millionths and votes, outward in', () => {
    const said = saidOf(ESTIMATE, OPTIONS);
    if (said.kind !== 'estimate') throw new Error('an estimate');
    expect(said.lead.points).toEqual([4691, 14691, 18025, 24691, 31358, 34691, 44691]);
    expect(said.options[0]?.votes).toEqual([502, 507, 509, 512, 516, 517, 522]);
    expect(said.basis.variants).toEqual([{ variant: 'plain', weight: 1_000_000, earlierError: null }]);
    expect(said.turnout).toBeNull();
  });

  it('names an outcome from 95 of a hundred on, and tells probabilities only where it may', () => {
    const said = saidOf(ESTIMATE, OPTIONS);
    expect(said).toMatchObject({ likely: { kind: 'won', by: 'A' } });
    expect(said.kind === 'estimate' && said.outcomes?.map(({ draws }) => draws)).toEqual([951, 49]);
    const less = { ...ESTIMATE, outcomes: ESTIMATE.outcomes.map((o) => ({ ...o, probability: 0.9499 })) };
    expect(saidOf(less, { ...OPTIONS, probabilities: false })).toMatchObject({ likely: null, outcomes: null });
  });

  it('is a body that the record takes, refusals too', () => {
    const parameters = parametersText(PARAMETERS);
    const about = { state: 4, seed: 1, draws: 1000, program: 'cotejo test', parameters };
    const facts = { silentRoll: 0.4567891, sheetsIn: 12 };
    const refusal = { kind: 'refused', code: 'roll-silent', facts, diagnostics: null } as const;
    const notes = [{ code: 'base', facts: { of: 'options', half: 0.5 } }];
    for (const answer of [ESTIMATE, refusal]) {
      const body = { kind: 'EstimateMade' as const, ...about, said: saidOf(answer, { ...OPTIONS, notes }) };
      expect(decodeBody('EstimateMade', encodeBody(body) as never)).toEqual({ ok: true, value: body });
    }
    const said = saidOf(refusal, OPTIONS);
    expect(said.kind === 'refused' && said.facts).toEqual({ silentRoll: '0.456789', sheetsIn: 12 });
    expect(said.kind === 'refused' && factsRead(said.facts)).toEqual({ silentRoll: 0.456789, sheetsIn: 12 });
  });

  it('has every constant by name', () => {
    const text = parametersText(PARAMETERS);
    expect(text['fewestSheets']).toBe(String(PARAMETERS.fewestSheets));
    expect(text['slopeSd.trend']).toBe(String(PARAMETERS.slopeSd.trend));
    expect(text['origins.0']).toBe(String(PARAMETERS.origins[0]));
  });
});
