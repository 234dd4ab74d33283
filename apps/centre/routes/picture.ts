import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Bytes } from '../../../src/base/bytes.ts';
import { NOT_THERE, refuse } from './trouble.ts';

/** Of a route that answers with a picture. */
export const pictureAnswer = {
  description: 'A page, drawn anew by the centre',
  content: { 'image/jpeg': { schema: z.string().meta({ format: 'binary' }) } },
};

/** A paper has at most 16 pages, and behind them may stand those of a recount. */
export const pageSchema = z.coerce.number().int().min(0).max(31);

/** Sends a picture, which the centre itself drew: always JPEG. It says nothing of its age or of the file that it came from. */
export function sendPicture(reply: FastifyReply, bytes: Bytes | null): FastifyReply {
  if (bytes === null) return refuse(reply, NOT_THERE);
  return reply.code(200).type('image/jpeg').send(Buffer.from(bytes));
}
