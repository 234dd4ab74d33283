import { type Bytes, concatBytes, toBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import type { PublicFile } from '../../src/publication/manifest.ts';

/** The published definition and its hashes: docs/spec/publication.md section 4. */
export type DefinitionFiles = {
  readonly files: readonly PublicFile[];
  readonly hashes: { readonly election: string; readonly units: string; readonly stations: string };
  /** One hash for all three, as the trust file has it. */
  readonly combined: string;
};

export function definitionFiles(definition: ElectionDefinition, crypto: Crypto): DefinitionFiles {
  const { election, units, stations } = encodeDefinition(definition);
  const hash = (bytes: Bytes) => crypto.sha256(bytes);
  const hashes = [hash(election), hash(units), hash(stations)] as const;
  return {
    files: [
      { path: 'definition/election.json', bytes: election },
      { path: 'definition/units.json', bytes: units },
      { path: 'definition/stations.ndjson', bytes: stations },
    ],
    hashes: { election: toBase64(hashes[0]), units: toBase64(hashes[1]), stations: toBase64(hashes[2]) },
    combined: toBase64(hash(concatBytes(...hashes))),
  };
}
