import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, toHex, utf8 } from '../base/bytes.ts';
import { canonicalText } from '../base/canonical.ts';
import { encodeBody } from './bodies.ts';
import { commitmentOf, commitmentOfText, decodeBodyLine, encodeBodyLine } from './commitment.ts';
import { someBody } from './sample-events.test-support.ts';

const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const body = someBody.map((b) => canonicalText(encodeBody(b)));

describe('a commitment', () => {
  it('is the hash of domain, salt and body', () => {
    fc.assert(
      fc.property(salt, body, (s, b) => {
        const plain = createHash('sha256').update('cotejo/body/v1\n').update(s).update(b, 'utf8').digest('hex');
        expect(toHex(commitmentOf(nodeCrypto, s, utf8(b)))).toBe(plain);
        expect(toHex(commitmentOfText(nodeCrypto, s, b))).toBe(plain);
      }),
    );
  });

  it('binds salt and body: any bit of either changes it', () => {
    fc.assert(
      fc.property(salt, body, fc.nat(), (s, b, at) => {
        const committed = toHex(commitmentOf(nodeCrypto, s, utf8(b)));
        const both = new Uint8Array([...s, ...utf8(b)]);
        const bit = at % (both.length * 8);
        both[bit >> 3] = (both[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(toHex(commitmentOf(nodeCrypto, both.slice(0, 32), both.slice(32)))).not.toBe(committed);
        expect(toHex(commitmentOf(nodeCrypto, s, utf8(`${b} `)))).not.toBe(committed);
      }),
    );
  });

  it('hides the body: the same body under two salts has nothing in common', () => {
    fc.assert(
      fc.property(salt, salt, body, (one, two, b) => {
        fc.pre(toHex(one) !== toHex(two));
        const [x, y] = [one, two].map((s) => toHex(commitmentOf(nodeCrypto, s, utf8(b))));
        expect(x).not.toBe(y);
      }),
    );
  });
});

describe('a line of a body file', () => {
  it('survives', () => {
    fc.assert(
      fc.property(salt, body, (s, bodyText) => {
        const line = encodeBodyLine({ salt: s, bodyText });
        expect(line).not.toContain('\n');
        expect(canonicalText(JSON.parse(line))).toBe(line);
        const decoded = decodeBodyLine(line);
        expect(decoded).toEqual({ ok: true, value: { salt: s, bodyText, body: JSON.parse(bodyText) } });
      }),
    );
  });

  it('with one letter changed is refused or is another line of exactly those letters', () => {
    const letters = fc.constantFrom(...'{}[]",:-0 1.eA=/\\u\n');
    fc.assert(
      fc.property(salt, body, fc.nat(), letters, fc.constantFrom(0, 1), (s, bodyText, at, letter, cut) => {
        const line = encodeBodyLine({ salt: s, bodyText });
        const i = at % (line.length + 1 - cut);
        const changed = line.slice(0, i) + letter + line.slice(i + cut);
        if (changed === line) return;
        const decoded = decodeBodyLine(changed);
        if (!decoded.ok) return;
        expect(decoded.value === null ? 'null' : encodeBodyLine(decoded.value)).toBe(changed);
        expect(
          decoded.value === null || toHex(decoded.value.salt) !== toHex(s) || decoded.value.bodyText !== bodyText,
        ).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('that is sealed is null, and only so', () => {
    expect(encodeBodyLine(null)).toBe('null');
    expect(decodeBodyLine('null')).toEqual({ ok: true, value: null });
    for (const line of ['', ' null', 'null ', 'NULL', 'nul', '{"body":null,"salt":null}']) {
      expect(decodeBodyLine(line).ok).toBe(false);
    }
  });

  const S = toBase64(new Uint8Array(32));
  it.each([
    ['a list for a body', `{"body":[],"salt":"${S}"}`],
    ['text for a body', `{"body":"{}","salt":"${S}"}`],
    ['a salt of 31 bytes', `{"body":{},"salt":"${toBase64(new Uint8Array(31))}"}`],
    ['a salt of 33 bytes', `{"body":{},"salt":"${toBase64(new Uint8Array(33))}"}`],
    ['a salt with its unused bits set', `{"body":{},"salt":"${S.slice(0, -2)}B="}`],
    ['no salt', '{"body":{}}'],
    ['salt first', `{"salt":"${S}","body":{}}`],
    ['a third key', `{"body":{},"salt":"${S}","z":1}`],
    ['the body twice', `{"body":{"a":1},"body":{},"salt":"${S}"}`],
    ['keys of the body unsorted', `{"body":{"b":1,"a":1},"salt":"${S}"}`],
    ['minus zero', `{"body":{"a":-0},"salt":"${S}"}`],
    ['a fraction', `{"body":{"a":0.5},"salt":"${S}"}`],
    ['a lone surrogate', `{"body":{"a":"\\ud800"},"salt":"${S}"}`],
    ['an escaped key', `{"\\u0062ody":{},"salt":"${S}"}`],
    ['a carriage return', `{"body":{},"salt":"${S}"}\r`],
  ])('refuses %s', (_, line) => {
    expect(decodeBodyLine(line)).toEqual({ ok: false, error: { kind: 'body-line-not-canonical' } });
  });
});
