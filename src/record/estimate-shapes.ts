import { isRaw } from './field-shapes.ts';

/* Small shapes of foreign JSON, put together where a body has many parts. Each says whether a value is exactly so. */

export type Shape = (v: unknown) => boolean;

export const signed: Shape = (v) => Number.isSafeInteger(v) && !Object.is(v, -0);
export const whole: Shape = (v) => signed(v) && (v as number) >= 0;

export function text(most: number): Shape {
  return (v) => typeof v === 'string' && v.length <= most && v.isWellFormed();
}

export function oneOf(...words: readonly string[]): Shape {
  return (v) => typeof v === 'string' && words.includes(v);
}

export function nullOr(shape: Shape): Shape {
  return (v) => v === null || shape(v);
}

export function either(...shapes: readonly Shape[]): Shape {
  return (v) => shapes.some((shape) => shape(v));
}

export function listOf(shape: Shape, least: number, most: number): Shape {
  return (v) => Array.isArray(v) && v.length >= least && v.length <= most && v.every((one) => shape(one));
}

/** All of these keys and no other. */
export function object(keys: Readonly<Record<string, Shape>>): Shape {
  const names = Object.keys(keys);
  return (v) =>
    isRaw(v) &&
    Object.keys(v).length === names.length &&
    names.every((name) => Object.hasOwn(v, name) && keys[name]?.(v[name]) === true);
}

/** Any keys, so many at most. */
export function mapOf(shape: Shape, most: number): Shape {
  return (v) => {
    if (!isRaw(v)) return false;
    const keys = Object.keys(v);
    return keys.length <= most && keys.every((key) => text(64)(key) && shape(v[key]));
  };
}
