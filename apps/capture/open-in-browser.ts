import { browserPorts } from './browser-ports.ts';
import { openPhone, type Told } from './phone.ts';
import type { Phone } from './phone-types.ts';

const TRIES = 3;
const PAUSE_MS = 500;

/**
 * The phone of this page. The browser may clear its storage, or close it, beneath a page that is only just opening: all that is
 * read then breaks off, and without another try the page would stay blank.
 */
export async function openInBrowser(tries = TRIES): Promise<Phone & Told> {
  const ports = await browserPorts();
  try {
    return await openPhone(ports);
  } catch (cause) {
    ports.storage.close();
    if (tries === 1) throw cause;
    await new Promise((later) => setTimeout(later, PAUSE_MS));
    return openInBrowser(tries - 1);
  }
}
