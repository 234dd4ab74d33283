import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { fromBase64 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { err, expectOk } from '../../src/base/result.ts';
import type { Count, ElectionId, StationId } from '../../src/model/ids.ts';
import { printedCode } from '../../src/model/sheet-code.ts';
import { figuresCommitment } from '../../src/record/index.ts';
import { captureParts, GATEWAY, type TestCapture } from './capture.test-support.ts';
import type { CaptureParts } from './capture-parts.ts';
import { answerOf, type Running, startRunning } from './desk-server.test-support.ts';
import { MESSAGES_AN_HOUR } from './routes/sms.ts';
import { SmsDoor, WRONG_SECRETS_IN_ALL, WRONG_SECRETS_MOST } from './sms-door.ts';

let running: Running;
let capture: TestCapture;
const start = async (more: Partial<CaptureParts> = {}) => {
  capture = captureParts(more);
  running = await startRunning(capture.options);
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
};
beforeEach(() => start());
afterEach(() => running.close());

const code = (id: string) => printedCode({ election: 'little' as ElectionId, station: id as StationId, page: 1 });
const secretOf = (id: string) => {
  const { at } = running.centre;
  const of = { at, expiresAt: instant(at + 86_400_000), by: null };
  const grant = { kind: 'sms', station: id as StationId } as const;
  const [made] = expectOk(capture.codes.makeMany([{ station: grant.station, grant }], of, { replace: false }), 'kit');
  return made?.code ?? '';
};
const message = (secret: string, figures = '10 20 3 33', id = 's2') => `COTEJO ${code(id)} ${secret} ${figures}`;

async function send(body: unknown, headers: Record<string, string> = {}) {
  const own = { 'content-type': 'application/json', authorization: `Bearer ${GATEWAY.token}` };
  const init = { method: 'POST', headers: { ...own, ...headers } };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerOf(await fetch(`${running.url}/api/intake/sms`, { ...init, body: text }));
}
let number = 0;
/** Each from another number, unless one is named. */
const say = async (text: string, from = `+591 700${number++}`) => {
  const answer = await send({ From: from, Body: text });
  expect(answer.status, answer.text).toBe(200);
  return answer.body['reply'];
};
const doorOf = () =>
  new SmsDoor(running.centre, capture.parts, {
    refused: (reason) => capture.refused.push(reason),
    log: () => undefined,
  });
const announced = () => running.centre.bodies.filter((body) => body.kind === 'FiguresAnnounced');

describe('figures by SMS', () => {
  it('are announced, sealed, and answered in plain words', async () => {
    expect(await say(message(secretOf('s2')))).toBe(
      'Recibido mesa s2: suma 33. Guarde el acta. / Received: sum 33. Keep the sheet.',
    );
    const [first] = announced();
    expect(first).toMatchObject({ station: 's2', via: 'sms', device: null, sentAt: null, signature: null });
    const read = running.centre.bodies.find((body) => body.kind === 'FiguresRead');
    const boxes = [10, 20, 3] as Count[];
    expect(read).toMatchObject({ station: 's2', boxes });
    const salt = expectOk(fromBase64(read?.kind === 'FiguresRead' ? read.salt : ''), 'salt');
    const commitment = figuresCommitment(nodeCrypto, salt, 'pres', boxes);
    expect(first).toMatchObject({ figures: [['pres', commitment]] });
    expect(JSON.stringify(running.centre.bodies)).not.toContain('591');
  });

  it('have all contests of the station', async () => {
    expect(await say(message(secretOf('s0'), '1 2 x 4 5 12', 's0'))).toContain('suma 12');
    expect(announced()[0]).toMatchObject({
      figures: [
        ['gov', expect.any(String)],
        ['pres', expect.any(String)],
      ],
    });
    const read = running.centre.bodies.filter((body) => body.kind === 'FiguresRead');
    expect(read).toMatchObject([{ boxes: [4, 5] }, { boxes: [1, 2, 'empty'] }]);
  });

  it('sent again are answered again, and taken once', async () => {
    const text = message(secretOf('s2'));
    await say(text);
    expect(await say(text.toLowerCase().replaceAll(' ', '  '))).toContain('Ya lo recibimos');
    expect(announced()).toHaveLength(1);
    const at = secretOf('s2');
    const replies = await Promise.all([1, 2, 3, 4].map(() => say(message(at, '1 1 1 3'))));
    for (const reply of replies) expect(reply).toContain('suma 3.');
    expect(announced()).toHaveLength(2);
  });

  it('that a gateway hands in twice at once are taken once', async () => {
    const door = doorOf();
    const text = message(secretOf('s2'));
    const outcomes = await Promise.all([door.take(text, 'a', 0), door.take(`${text} `, 'a', 0)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['taken', 'taken']);
    expect(announced()).toHaveLength(1);
  });

  it('with a secret that was used for other figures, or of another station, are not taken', async () => {
    const secret = secretOf('s2');
    await say(message(secret));
    expect(await say(message(secret, '10 20 4 34'))).toContain('ya fue usado');
    expect(await say(message(secretOf('s0')))).toContain('ya fue usado');
    expect(await say(message('00000000'))).toContain('ya fue usado');
    expect(announced()).toHaveLength(1);
    expect(capture.refused).toEqual(['bad-code', 'bad-code', 'bad-code']);
  });

  it('that do not add up are not taken and spend nothing', async () => {
    const secret = secretOf('s2');
    expect(await say(message(secret, '10 20 3 34'))).toContain('SUMA no coincide');
    expect(await say(message(secret, '10 20 33'))).toContain('3 cifras');
    expect(await say('hola')).toContain('COTEJO CODIGO SECRETO');
    expect(await say(`COTEJO s2-1-0 ${secret} 1 1`)).toContain('CODIGO');
    expect(capture.refused).toEqual(Array.from({ length: 4 }, () => 'sms-malformed'));
    expect(announced()).toEqual([]);
    expect(await say(message(secret))).toContain('Recibido');
  });

  it('spend no secret where they are refused or cannot be stored', async () => {
    const text = message(secretOf('s2'));
    running.centre.trouble = { kind: 'refused', refusal: { kind: 'count-not-open', count: 'preliminary' } };
    expect(await say(text)).toContain('no ha comenzado');
    running.centre.trouble = { kind: 'not-stored', detail: 'full' };
    expect(await say(text)).toContain('Mande lo mismo');
    running.centre.trouble = null;
    expect(await say(text)).toContain('Recibido');
    expect(announced()).toHaveLength(1);
    expect(capture.refused).toEqual(['count-not-open']);
  });

  it('are at most so many of a station', async () => {
    const replies: unknown[] = [];
    for (let n = 0; n < 5; n++) replies.push(await say(message(secretOf('s2'), `${n} 0 0 ${n}`)));
    expect(replies.filter((reply) => String(reply).startsWith('Recibido'))).toHaveLength(4);
    expect(replies.at(-1)).toContain('bastantes');
    expect(capture.refused).toEqual(['quota']);
  });

  it('cannot be guessed by one number, which keeps nobody else from sending', async () => {
    for (let n = 0; n < WRONG_SECRETS_MOST; n++) await say(message(`0000000${n}`), '+5916');
    const right = message(secretOf('s2'));
    expect(await say(right, '+5916')).toContain('Espere una hora');
    expect(announced()).toEqual([]);
    expect(capture.refused.at(-1)).toBe('sms-refused');
    // Neither for another station, nor another number for this one.
    expect(await say(message(secretOf('s0'), '1 2 3 4 5 15', 's0'), '+5916')).toContain('Recibido');
    expect(await say(right, '+5915')).toContain('Recibido');
  });

  it('cannot be guessed by many numbers: after so many wrong secrets a station has to wait', async () => {
    const door = doorOf();
    const right = message(secretOf('s2'));
    for (let n = 0; n < WRONG_SECRETS_IN_ALL; n++) {
      expect(await door.take(message(`00000${100 + n}`), `number ${n}`, 0)).toEqual({ kind: 'bad-code' });
    }
    expect(await door.take(right, 'another', 0)).toEqual({ kind: 'too-many-wrong' });
    expect(await door.take(right, 'another', 3_599_999)).toEqual({ kind: 'too-many-wrong' });
    const elsewhere = message(secretOf('s0'), '1 2 3 4 5 15', 's0');
    expect(await door.take(elsewhere, 'another', 0)).toMatchObject({ kind: 'taken' });
    expect(await door.take(right, 'another', 3_600_000)).toMatchObject({ kind: 'taken' });
  });

  it('whose secret cannot be settled are asked for again, and taken once', async () => {
    const { settle } = capture.codes;
    capture.codes.settle = () => err({ kind: 'not-stored', detail: 'no space left' });
    const secret = secretOf('s2');
    const text = message(secret);
    for (let n = 0; n < 2; n++) expect(await say(text)).toContain('Mande lo mismo');
    expect(running.logged).toHaveLength(2);
    expect(running.logged[0]).toMatch(/record number \d+: no space left/);
    expect(running.logged.join()).not.toContain(secret);
    capture.codes.settle = settle;
    expect([await say(text), await say(text)]).toEqual([
      expect.stringContaining('Recibido'),
      expect.stringContaining('Ya lo recibimos'),
    ]);
    expect(announced()).toHaveLength(1);
  });

  it('whose secret cannot be given back are asked for again, and then it can be used for others', async () => {
    const { giveBack } = capture.codes;
    capture.codes.giveBack = () => err({ kind: 'not-stored', detail: 'no space left' });
    const secret = secretOf('s2');
    running.centre.trouble = { kind: 'refused', refusal: { kind: 'count-not-open', count: 'preliminary' } };
    expect(await say(message(secret))).toContain('Mande lo mismo');
    expect(running.logged).toEqual([expect.stringContaining('no space left')]);
    capture.codes.giveBack = giveBack;
    expect(await say(message(secret))).toContain('no ha comenzado');
    running.centre.trouble = null;
    expect(await say(message(secret, '1 1 1 3'))).toContain('Recibido');
  });

  it('are at most so many of one number, which hears nothing after that', async () => {
    for (let n = 0; n < MESSAGES_AN_HOUR; n++) expect(await say('hola', '+5917')).not.toBeNull();
    expect(await say(message(secretOf('s2')), '+5917')).toBeNull();
    expect(capture.refused.at(-1)).toBe('too-many');
    expect(await say(message(secretOf('s2')), '+5918')).toContain('Recibido');
  });
});

describe('the gateway', () => {
  it('has to know the token, and name the fields as agreed', async () => {
    const body = { From: '1', Body: message(secretOf('s2')) };
    for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${GATEWAY.token}`, `Bearer ${GATEWAY.token}x`]) {
      expect((await send(body, { authorization })).status, authorization).toBe(401);
    }
    for (const wrong of [
      {},
      { from: '1', text: 'x' },
      { From: '1' },
      { From: 1, Body: 'x' },
      { From: '1', Body: '\ud800' },
    ]) {
      expect((await send(wrong)).status, JSON.stringify(wrong)).toBe(400);
    }
    expect((await send({ From: '1', Body: 'x'.repeat(5000) })).status).toBe(400);
    expect((await send({ From: '1', Body: 'x'.repeat(20_000) })).status).toBe(413);
    expect((await send('[]')).status).toBe(400);
    expect(announced()).toEqual([]);
  });

  it('may send forms, and is answered as it asks', async () => {
    const form = () => new URLSearchParams({ From: '+591', Body: message('00000000') }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(form(), type)).body['reply']).toContain('SECRETO');
    for (const [reply, contentType, text] of [
      ['text', 'text/plain', /^Ese SECRETO/],
      [
        'twiml',
        'text/xml',
        /^<\?xml version="1.0" encoding="UTF-8"\?><Response><Message>Ese SECRETO[^<]*<\/Message><\/Response>$/,
      ],
    ] as const) {
      await running.close();
      await start({ sms: { ...GATEWAY, reply } });
      const answer = await send(form(), type);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${contentType}; charset=utf-8`]);
      expect(answer.text).toMatch(text);
    }
  });

  it('has no address where there are no settings', async () => {
    await running.close();
    await start({ sms: null });
    expect((await send({ From: '1', Body: 'x' })).status).toBeGreaterThanOrEqual(403);
    expect((await running.stranger.get('/api/openapi.json')).text).not.toContain('/api/intake/sms');
  });
});
