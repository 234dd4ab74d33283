import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { type Certificate, certificateBytes } from '../../src/record/index.ts';
import { CERTIFICATE_MOST, encodeCertificateFile, parseCertificateFile } from './certificate-file.ts';

const HASH = `${'A'.repeat(43)}=`;
const CERTIFICATE: Certificate = {
  ...{ area: 'u0', size: 99, root: HASH, offices: [['LP', 7, HASH]], outcome: '{}', seats: [['A', 3]], partial: null },
  figures: {
    ...{ expected: 9, counted: 8, annulled: 1, notInstalled: 0, lost: 0, open: 0, registered: null },
    ...{ votes: [5, 4], others: [1], valid: 9, cast: 10 },
  },
  papers: { data: HASH, es: HASH, en: HASH },
};
const about = { election: 'town', contest: 'mayor' };
const MESSAGE = certificateBytes(about, CERTIFICATE);
const FILE = encodeCertificateFile('town', 'mayor', CERTIFICATE);

describe('a certificate as a file', () => {
  it('is what is signed, with its first line or without, with a line break behind it or without', () => {
    for (const bytes of [FILE, MESSAGE, concatBytes(FILE, utf8('\n')), concatBytes(MESSAGE, utf8('\n'))]) {
      expect(expectOk(parseCertificateFile(bytes), 'a certificate')).toEqual({
        ...about,
        certificate: CERTIFICATE,
        message: MESSAGE,
      });
    }
  });

  const changed = (from: string, to: string) => utf8(new TextDecoder().decode(FILE).replace(from, to));
  it.each([
    ['a space', changed('"area":', '"area": ')],
    ['a key too many', changed('"area":', '"aa":1,"area":')],
    ['a figure that is none', changed('"cast":10', '"cast":"10"')],
    ['half a vote', changed('"cast":10', '"cast":10.5')],
    ['no papers', changed('"papers":', '"paper":')],
    ['its signatures', changed('"size":99', '"signatures":[],"size":99')],
    ['another first line', concatBytes(utf8('cotejo/certificate/v2\n'), FILE)],
    ['a list', utf8('[]')],
    ['nothing', utf8('')],
    ['no UTF-8', new Uint8Array([0xff, 0xfe])],
    ['more than a certificate has', new Uint8Array(CERTIFICATE_MOST + 1).fill(32)],
  ])('is none with %s', (_, bytes) => {
    expect(parseCertificateFile(bytes)).toEqual({ ok: false, error: { kind: 'not-a-certificate' } });
  });
});
