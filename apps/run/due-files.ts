import { fromBase64, toHex } from '../../src/base/bytes.ts';
import { ok, type Result } from '../../src/base/result.ts';
import { picturePath } from '../../src/publication/pictures.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import type { EventBody, Papers } from '../../src/record/index.ts';
import type { RunError, RunPorts } from './ports.ts';

/** The texts of a session or a result: hex of its SHA-256, and where it lies in the public folder. */
export function paperFilesOf({ data, es, en }: Papers): readonly { readonly hex: string; readonly path: string }[] {
  const files = [[data, 'json'] as const, [es, 'pdf'] as const, [en, 'pdf'] as const];
  return files.flatMap(([hash, ending]) => {
    const bytes = fromBase64(hash);
    if (!bytes.ok) return [];
    const hex = toHex(bytes.value);
    return [{ hex, path: `papers/${hex.slice(0, 2)}/${hex}.${ending}` }];
  });
}

/**
 * Pictures and papers: files under their own hash, which events name and no manifest lists. One that is damaged or lost must not
 * stop the publication of all others: verify names it.
 */
export class DueFiles {
  private readonly ports: RunPorts;
  private readonly view: PublicView;
  private readonly papers: { readonly index: number; readonly papers: Papers }[] = [];
  /** Papers of events below this are in place. */
  private staged = 0;

  constructor(ports: RunPorts, view: PublicView) {
    this.ports = ports;
    this.view = view;
  }

  take(index: number, body: EventBody): void {
    if (body.kind === 'SessionClosed' || body.kind === 'ResultCertified') {
      this.papers.push({ index, papers: body.papers });
    }
  }

  /** Stages what a state behind `size` events makes due; after a start all that is, because no manifest lists it. */
  stage(size: number, everything: boolean): Result<null, RunError> {
    const pictures = everything ? this.view.pictures.due() : this.view.pictures.newlyDue();
    const from = everything ? 0 : this.staged;
    const papers = this.papers.filter(({ index }) => index >= from && index < size);
    const files = [
      ...pictures.map((hex) => ({ hex, path: picturePath(hex) })),
      ...papers.flatMap((named) => paperFilesOf(named.papers)),
    ];
    for (const { hex, path } of files) {
      if (everything && this.ports.folder.read(path) !== null) continue;
      const bytes = this.ports.readPicture(hex);
      const staged = bytes === null ? ok(null) : this.ports.folder.stage(path, bytes);
      if (!staged.ok) return staged;
    }
    this.staged = size;
    return ok(null);
  }
}
