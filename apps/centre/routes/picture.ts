import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Bytes } from '../../../src/base/bytes.ts';
import { NOT_THERE, refuse } from './trouble.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];

/** By the bytes alone, of the kinds that the centre itself draws; a browser is told to believe it (nosniff). */
function typeOf(bytes: Bytes): string {
  const begins = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
  if (begins(PNG)) return 'image/png';
  if (begins(JPEG)) return 'image/jpeg';
  return begins(RIFF) ? 'image/webp' : 'application/octet-stream';
}

/** Of a route that answers with a picture. */
export const pictureAnswer = {
  description: 'A page, drawn anew by the centre',
  content: { 'image/*': { schema: z.string().meta({ format: 'binary' }) } },
};

export const pageSchema = z.coerce.number().int().min(0).max(15);

/** Sends a picture. It says nothing of its age or of the file that it came from. */
export function sendPicture(reply: FastifyReply, bytes: Bytes | null): FastifyReply {
  if (bytes === null) return refuse(reply, NOT_THERE);
  return reply.code(200).type(typeOf(bytes)).send(Buffer.from(bytes));
}
