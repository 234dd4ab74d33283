import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { officeDefinition, officeOrigin } from '../../src/model/office-definition.ts';

/** The definition that is counted by: of an office, that which follows from the whole. */
export function asOffice(
  whole: ElectionDefinition,
  { office }: { readonly office?: string },
): Result<ElectionDefinition, string> {
  if (office === undefined) return ok(whole);
  const own = officeDefinition(whole, office);
  return own.ok ? own : err(describeNoOffice(own.error, whole));
}

export function describeNoOffice(
  error: Extract<ReturnType<typeof officeDefinition>, { ok: false }>['error'],
  { election }: ElectionDefinition,
): string {
  if (error.kind !== 'unknown-office') return `the offices of this definition do not fit: ${JSON.stringify(error)}`;
  const ids = election.canvass?.offices.map(({ id }) => id) ?? [];
  const known = ids.length === 0 ? 'The definition has no offices (canvass.offices).' : `There are ${ids.join(', ')}.`;
  return `no office is called ${error.office}. ${known}`;
}

/** The name of an office's log, from the trust file of the national count. */
export function originOfOffice(office: string, trust: string | undefined): Result<string, string> {
  if (trust === undefined) {
    return err('--office begins with --national FILE: the trust file of the national count gives the log its name');
  }
  try {
    const { origin } = JSON.parse(readFileSync(trust, 'utf8')) as { readonly origin?: unknown };
    if (typeof origin === 'string' && /^[^\s\p{Cc}]{1,200}$/u.test(origin)) return ok(officeOrigin(origin, office));
    return err(`${trust} has no origin: it is no trust file`);
  } catch (cause) {
    return err(`cannot read ${trust}: ${(cause as Error).message}`);
  }
}
