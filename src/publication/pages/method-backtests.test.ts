import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BACKTESTS, type Backtest } from './method-backtests.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/projection/${name}`, import.meta.url), 'utf8');
const cellsOf = (line: string) => line.split('|').map((cell) => cell.replaceAll(/[*`]/g, '').trim());
const hundredths = (points = '') => Math.round(Number(points) * 100);

/** Rows of the table of the page about real orders. */
function realNights(): Backtest[] {
  const lines = page('backtests.md').split('\n');
  const head = lines.findIndex((line) => line.startsWith('| real order |'));
  return lines.slice(head + 2, lines.indexOf('', head)).map((line): Backtest => {
    const [, election = '', points, error, , , , held = '', refused] = cellsOf(line);
    const spoke = Number(points) - Number(refused);
    return {
      ...{ election, order: 'real', spoke, held: Number(held.split('/')[2]) },
      ...{ refused: Number(refused), error: hundredths(error) },
    };
  });
}

/** Of each order the cells of each election: held, refused, error. */
function drawnNights(): Backtest[] {
  const lines = page('backtests-orders.md').split('\n');
  const head = lines.findIndex((line) => line.startsWith('| order |'));
  const [, , ...names] = cellsOf(lines[head] ?? '');
  const elections = names.filter((name) => /-\d{4}/.test(name));
  return lines.slice(head + 2, lines.indexOf('', head)).flatMap((line) => {
    const [, order, ...cells] = cellsOf(line);
    return elections.flatMap((election, e): readonly Backtest[] => {
      const [held = '', refused, error] = cells.slice(3 * e);
      if (held === 'not tried') return [];
      const [inside, spoke] = held.split(' of ').map(Number);
      const row: Backtest = {
        ...{ election, order: order as Backtest['order'], spoke: spoke ?? 0, held: inside ?? 0 },
        ...{ refused: Number(refused), error: hundredths(error) },
      };
      return [row];
    });
  });
}

const sorted = (rows: readonly Backtest[]) =>
  [...rows].sort((a, b) => (`${a.election} ${a.order}` < `${b.election} ${b.order}` ? -1 : 1));

it('the method page has the figures of the back-tests in the documentation, all of them', () => {
  expect(sorted(BACKTESTS)).toEqual(sorted([...realNights(), ...drawnNights()]));
});
