import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { SmsDoor } from '../sms-door.ts';
import { type SmsOutcome, smsReply } from '../sms-replies.ts';
import type { SmsSettings } from '../sms-settings.ts';
import { WindowCounts } from '../window-counts.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { refuse, type Trouble } from './trouble.ts';
import { isWellFormed } from './well-formed.ts';

/*
 * Where a gateway hands in SMS: docs/spec/capture.md section 6. Whatever the message, the gateway has its 200, because what is
 * wrong with it is said to its sender. Telephone numbers are counted under a key of this process and are neither kept nor told.
 */

const HOUR_MS = 3_600_000;
export const MESSAGES_AN_HOUR = 30;
const NUMBERS_MOST = 100_000;
const BODY_MOST = 16_384;
const FIELD_MOST = 4096;

const BAD_TOKEN: Trouble = { status: 401, code: 'sms-refused', detail: 'This is not the agreed token.' };
const BAD_FIELDS: Trouble = {
  ...{ status: 400, code: 'sms-malformed' },
  detail: 'The fields of sender and text are not there, as the settings name them.',
};

const bodySchema = z.record(z.string(), z.unknown());

export function laySms(app: DeskApp, { centre, capture, refused, log }: Desk): void {
  if (capture === null || capture.sms === null) return;
  const { sms, draw } = capture;
  const door = new SmsDoor(centre, capture, { refused, log });
  const key = draw(32);
  const numbers = new WindowCounts(HOUR_MS, NUMBERS_MOST);
  app.register(async (scope) => {
    // A form of another site cannot have the token.
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_MOST },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    (scope as DeskApp).post(
      '/api/intake/sms',
      {
        config: { access: 'device' },
        bodyLimit: BODY_MOST,
        schema: {
          body: bodySchema,
          consumes: ['application/json', 'application/x-www-form-urlencoded'],
          response: { 200: z.string(), ...PROBLEMS },
        },
        onRequest: async (request, reply) => {
          if (!hasToken(request.headers.authorization, sms.token)) return refuse(reply, BAD_TOKEN);
        },
      },
      async (request, reply) => {
        const [from, text] = [fieldOf(request.body, sms.from), fieldOf(request.body, sms.text)];
        if (from === null || text === null || !isWellFormed(text)) return refuse(reply, BAD_FIELDS);
        const now = performance.now();
        const number = createHmac('sha256', key).update(from).digest('base64');
        if (numbers.add(number, now) > MESSAGES_AN_HOUR) {
          refused('too-many');
          // No answer: each costs money, and whoever sends this many has had one.
          return answer(reply, sms, null);
        }
        return answer(reply, sms, await door.take(text, number, now));
      },
    );
  });
}

/** Compared by their hashes in constant time: neither how long the token is nor where it differs can be measured. */
function hasToken(header: string | undefined, token: string): boolean {
  const [, said = ''] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(said), hash(token));
}

function fieldOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' && value.length <= FIELD_MOST ? value : null;
}

function answer(reply: FastifyReply, { reply: form }: SmsSettings, outcome: SmsOutcome | null): FastifyReply {
  const sentence = outcome === null ? null : smsReply(outcome);
  const [type, body] = bodyOf(form, sentence);
  return reply.type(type).serializer(String).send(body);
}

function bodyOf(form: SmsSettings['reply'], sentence: string | null): readonly [type: string, body: string] {
  if (form === 'json') return ['application/json; charset=utf-8', JSON.stringify({ reply: sentence })];
  if (form === 'text') return ['text/plain; charset=utf-8', sentence ?? ''];
  const message = sentence === null ? '' : `<Message>${escapeXml(sentence)}</Message>`;
  return ['text/xml; charset=utf-8', `<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`];
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
