import './platform-gaps.ts';
import { browserPorts } from './browser-ports.ts';
import { openPhone } from './phone.ts';
import { registerWorker } from './register-worker.ts';
import { startScreens } from './screens/start.ts';

void start();

async function start(): Promise<void> {
  const phone = await openPhone(await browserPorts());
  const root = document.getElementById('app');
  if (root !== null) startScreens(phone, root);
  for (const event of ['online', 'offline']) addEventListener(event, () => phone.lineChanged());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') phone.seen();
  });
  registerWorker(() => phone.updateWaits());
}
