import { describe, expect, it } from 'vitest';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { type FileKind, isOfKind } from './office-files.ts';

const jpeg = await samplePicture('jpeg', 32, 24);
const png = await samplePicture('png', 32, 24);

describe('a file that an event names', () => {
  const kindsOf = (bytes: Uint8Array) => (['picture', 'data', 'text'] as FileKind[]).filter((k) => isOfKind(bytes, k));

  it.each<readonly [string, Uint8Array, readonly FileKind[]]>([
    ['a JPEG', jpeg, ['picture']],
    ['a JPEG with something behind its end', new Uint8Array([...jpeg, 1]), []],
    ['another picture', png, []],
    ['half a JPEG', jpeg.subarray(0, jpeg.length / 2), []],
    ['the data of papers', utf8('{"v":1}'), ['data']],
    ['other JSON', utf8('[]'), []],
    ['what begins like JSON', utf8('{"v":'), []],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), []],
    ['a PDF', utf8('%PDF-1.7'), ['text']],
    ['a page', utf8('<!doctype html>'), []],
    ['nothing', new Uint8Array(), []],
  ])('%s', (_, bytes, kinds) => {
    expect(kindsOf(bytes)).toEqual(kinds);
  });
});
