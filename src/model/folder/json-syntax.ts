/** The first thing that keeps a text from being one JSON value without repeated keys. */
export type JsonFault = {
  readonly kind: 'bad-json' | 'repeated-json-key';
  readonly line: number;
  readonly column: number;
  /** The key that stands twice, or the text at the fault. */
  readonly found: string;
  readonly expected: string;
};

const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const MAX_DEPTH = 100;

/**
 * Finds where a text stops being JSON. `JSON.parse` does the parsing; engines differ in whether they say where it
 * failed, and none says that a key stands twice, of which two readers may take different values.
 */
export function findJsonFault(text: string): JsonFault | null {
  const scanner = new Scanner(text);
  if (scanner.value(0)) scanner.end();
  return scanner.fault;
}

/** Each method takes what it names from the text and says whether it was there. */
class Scanner {
  fault: JsonFault | null = null;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): boolean {
    this.#take(SPACE);
    if (depth > MAX_DEPTH) return this.#fail(`at most ${MAX_DEPTH} values inside each other`);
    const taken = this.#anyValue(depth);
    this.#take(SPACE);
    return taken;
  }

  end(): boolean {
    return this.#at === this.#text.length || this.#fail('the end of the file');
  }

  #anyValue(depth: number): boolean {
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#list(depth);
    if (next === '"') return this.#string() !== null;
    return this.#take(SCALAR) !== null || this.#fail('a value');
  }

  #object(depth: number): boolean {
    const keys = new Set<string>();
    this.#at++;
    this.#take(SPACE);
    if (this.#skip('}')) return true;
    do {
      this.#take(SPACE);
      const start = this.#at;
      const key = this.#string();
      if (key === null) return false;
      if (keys.has(key)) return this.#fail('each key once', 'repeated-json-key', start, key);
      keys.add(key);
      this.#take(SPACE);
      if (!this.#skip(':')) return this.#fail('":"');
      if (!this.value(depth + 1)) return false;
    } while (this.#skip(','));
    return this.#skip('}') || this.#fail('"," or "}"');
  }

  #list(depth: number): boolean {
    this.#at++;
    this.#take(SPACE);
    if (this.#skip(']')) return true;
    do {
      if (!this.value(depth + 1)) return false;
    } while (this.#skip(','));
    return this.#skip(']') || this.#fail('"," or "]"');
  }

  #string(): string | null {
    const start = this.#at;
    const text = this.#take(STRING);
    if (text === null) this.#fail('a text in double quotes');
    else {
      for (let i = 0; i < text.length; i++) {
        if (text.charCodeAt(i) < 32) this.#fail('line breaks and tabs in a text as \\n and \\t', 'bad-json', start + i);
      }
    }
    return this.fault === null && text !== null ? String(JSON.parse(text)) : null;
  }

  #skip(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #fail(expected: string, kind: JsonFault['kind'] = 'bad-json', at = this.#at, found: string | null = null): false {
    const before = this.#text.slice(0, at);
    const column = at - (before.lastIndexOf('\n') + 1) + 1;
    const here = this.#text.slice(at, at + 20).split('\n')[0] ?? '';
    this.fault ??= { kind, line: before.split('\n').length, column, found: found ?? here, expected };
    return false;
  }
}
