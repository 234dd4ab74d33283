export const PORT_WORDS = '--port is a number from 0 to 65535';

/** The port asked for (8080 when none was); null when it is none. */
export function parsePort(text: string | undefined): number | null {
  const port = text === undefined ? 8080 : /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : null;
}
