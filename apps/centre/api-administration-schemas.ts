import { z } from 'zod';
import { roleSchema } from './api-fields.ts';

export const peopleSchema = z.object({
  people: z.array(
    z.object({
      account: z.string(),
      name: z.string(),
      pseudonym: z.string(),
      roles: z.array(roleSchema),
      demo: z.boolean(),
      disabled: z.boolean(),
      secondFactor: z.boolean(),
    }),
  ),
});
export const newPersonSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,30}[a-z0-9]$/),
  roles: z.array(roleSchema).max(6),
});
/** The code is shown once, to be handed over; with it the person sets a password. */
export const personCodeSchema = z.object({ account: z.string(), pseudonym: z.string(), code: z.string() });
export const roleActSchema = z.object({ person: z.string(), role: roleSchema, grant: z.boolean() });
export const accountSchema = z.object({ account: z.string().min(1).max(100) });

export type People = z.infer<typeof peopleSchema>;
