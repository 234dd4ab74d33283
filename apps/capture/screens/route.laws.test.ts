import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, parentOf, type Route, routeOf } from './route.ts';

const id = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const number = fc.integer({ min: 0, max: 9999 });
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>({ at: 'home' }, { at: 'station' }, { at: 'help' }),
  fc.record({ at: fc.constant('enrol' as const), code: fc.string({ maxLength: 20 }) }),
  fc.record({ at: fc.constantFrom('sheet' as const, 'review' as const, 'send' as const), sheet: id }),
  fc.record({ at: fc.constant('photo' as const), sheet: id, instead: id }, { requiredKeys: ['at', 'sheet'] }),
  fc.record({ at: fc.constant('page' as const), sheet: id, page: number }),
  fc.record({ at: fc.constant('figures' as const), sheet: id, box: fc.option(number) }),
);

describe('the address of a place in the app', () => {
  it('gives the place back, whatever its ids are', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(routeOf(hashOf(route))).toEqual(route);
      }),
    );
  });

  it('leads home from everywhere by going back', () => {
    fc.assert(
      fc.property(routes, (route) => {
        let at: Route | null = route;
        for (let i = 0; i < 3 && at !== null; i++) at = parentOf(at);
        expect(at).toBeNull();
      }),
    );
  });

  it('is a place for every text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(routeOf(`#${text}`).at).toMatch(/^[a-z]+$/);
      }),
    );
    expect(routeOf('')).toEqual({ at: 'home' });
    expect(routeOf('#/sheet/%E0%A4%A')).toEqual({ at: 'sheet', sheet: '%E0%A4%A' });
  });
});
