/** Path of a masked picture in the public folder, from the hex of its SHA-256: docs/spec/publication.md section 3. */
export function picturePath(hex: string): string {
  return `pictures/${hex.slice(0, 2)}/${hex}.jpg`;
}

/**
 * Pictures by how many sheets show them: two sheets can have the same bytes, and a picture stays as long as one of them is
 * to be seen.
 */
export class PictureKeeper {
  /** For each sheet, the pictures that it shows now. */
  private readonly shown = new Map<number, readonly string[]>();
  private readonly uses = new Map<string, number>();
  private readonly fresh = new Set<string>();
  private readonly gone = new Set<string>();

  /** What one sheet shows in the newest state. */
  set(sheet: number, pictures: readonly string[]): void {
    const before = this.shown.get(sheet) ?? [];
    if (before.length === pictures.length && before.every((hex, i) => hex === pictures[i])) return;
    this.shown.set(sheet, pictures);
    for (const hex of pictures) this.use(hex, 1);
    for (const hex of before) this.use(hex, -1);
  }

  isShown(sheet: number): boolean {
    return (this.shown.get(sheet)?.length ?? 0) > 0;
  }

  /** Hex of every picture that has to lie in the public folder in the state that the view was last advanced to. */
  due(): string[] {
    return [...this.uses.keys()];
  }

  /** Of these, those that were not due when `clear` was last called: what a publisher has to copy now. */
  newlyDue(): string[] {
    return [...this.fresh];
  }

  /** Those that were due then and are to be seen no more, because two people saw that they are something else. */
  newlyWithheld(): string[] {
    return [...this.gone];
  }

  clear(): void {
    this.fresh.clear();
    this.gone.clear();
  }

  private use(hex: string, by: 1 | -1): void {
    const before = this.uses.get(hex) ?? 0;
    if (before + by === 0) this.uses.delete(hex);
    else this.uses.set(hex, before + by);
    if (before === 0 && !this.gone.delete(hex)) this.fresh.add(hex);
    if (before + by === 0 && !this.fresh.delete(hex)) this.gone.add(hex);
  }
}
