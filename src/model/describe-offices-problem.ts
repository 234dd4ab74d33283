import { unreachable } from '../base/assert.ts';
import type { OfficesProblem } from './office-definition.ts';

/** What a reader of a definition is told of its offices: what was found, and what was expected. */
export function describeOfficesProblem(problem: OfficesProblem): { readonly value: string; readonly expected: string } {
  switch (problem.kind) {
    case 'repeated-office':
      return { value: problem.office, expected: 'each office once' };
    case 'unknown-office-unit':
      return { value: problem.unit, expected: `a unit that is there, of office ${problem.office}` };
    case 'office-without-stations':
      return { value: problem.office, expected: 'a station in a unit of each office' };
    case 'offices-overlap': {
      const [one, other] = problem.offices;
      return { value: problem.unit, expected: `each unit in one office: this one is of ${one} and of ${other}` };
    }
    case 'station-without-office':
      return { value: problem.station, expected: 'every station in a unit of some office' };
    case 'station-named-for-office':
      return {
        value: problem.station,
        expected: `no station of another office with a name that begins like those which ${problem.office} may add`,
      };
    default:
      return unreachable(problem);
  }
}
