import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rehearseDefinitionCommand } from '../../apps/cli/rehearse-definition-command.ts';
import type { DefinitionReport } from '../../apps/run/rehearsal-report.ts';

/*
 * Every real definition through the counting centre: what no invented shape has. It stands here because it takes minutes.
 */
const shared = fileURLToPath(new URL('../../../shared/elections', import.meta.url));
const isThere = existsSync(shared);

describe.skipIf(!isThere)(`real definitions${isThere ? '' : ' (skipped: ../shared is absent)'}`, () => {
  const folders = isThere ? readdirSync(shared).filter((one) => existsSync(join(shared, one, 'election.json'))) : [];

  it.each(folders)('%s: a sheet of every class comes through', async (folder) => {
    const out = mkdtempSync(join(tmpdir(), 'cotejo-definition-'));
    const lines: string[] = [];
    const output = { line: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
    try {
      const options = { out, seed: 'real', stations: '200' };
      const code = await rehearseDefinitionCommand(join(shared, folder), options, output);
      const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as DefinitionReport;
      expect({ code, failures: report.failures, verdict: report.verdict }, lines.join('\n')).toEqual({
        code: 0,
        failures: [],
        verdict: 'verified',
      });
      expect([report.reached, report.target > 0]).toEqual([report.target, true]);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
