import { expect, it } from 'vitest';
import { BOLIVIA_LAW_026_GROUNDS } from './grounds-bolivia-law-026.ts';

it('each says that it is an example, and those that were seen in no source say that', () => {
  for (const { law } of BOLIVIA_LAW_026_GROUNDS) {
    expect([law.es, law.en]).toEqual([expect.stringMatching(/ejemplo/i), expect.stringMatching(/example/i)]);
  }
  const unseen = BOLIVIA_LAW_026_GROUNDS.filter(({ law }) => /^EJEMPLO SIN COMPROBAR/.test(law.es));
  expect(unseen.map(({ code }) => code)).toEqual(['jurado-no-designado', 'papeletas-no-aprobadas', 'otra-fecha']);
  for (const { law } of unseen) expect(law.en).toMatch(/^AN EXAMPLE THAT IS NOT CONFIRMED/);
});
