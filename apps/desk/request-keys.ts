const BYTES = 16;

/**
 * Names what is sent, so that the same content sent again, because no answer was heard, is done once. What was done and is said
 * once more gets a name of its own.
 */
export class RequestKeys {
  private now: { readonly content: string; readonly key: string } | null = null;

  of(said: unknown): string {
    const content = JSON.stringify(said);
    if (this.now?.content !== content) this.now = { content, key: freshKey() };
    return this.now.key;
  }

  done(): void {
    this.now = null;
  }
}

/** `randomUUID` is there only where the address is secure; this is everywhere. */
function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}
