import { z } from 'zod';
import { ROLES } from '../../src/record/index.ts';

const VOTES_MAX = 999_999_999;
const TEXT_MAX = 500;

export const boxSchema = z.union([z.int().min(0).max(VOTES_MAX), z.literal('empty'), z.literal('illegible')]);
export const observationSchema = z.enum([
  'illegible',
  'not-a-sheet',
  'torn',
  'unclear-correction',
  'unsigned',
  'wrong-station',
]);
export const roleSchema = z.enum(ROLES);
export const countSchema = z.enum(['preliminary', 'official']);
export const idSchema = z.string().min(1).max(64);
export const recordSchema = z.int().min(0);
export const instantSchema = z.int();
export const localizedSchema = z.object({ es: z.string().min(1).max(TEXT_MAX), en: z.string().min(1).max(TEXT_MAX) });
export const correctionSchema = z.tuple([z.int().min(0).max(999), z.int().min(0).max(VOTES_MAX)]);

export const receivedSchema = z.object({
  station: idSchema,
  sheet: recordSchema,
  /** False: the same bytes came before, and that receipt stands. */
  fresh: z.boolean(),
});
