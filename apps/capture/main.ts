import './platform-gaps.ts';
import { openInBrowser } from './open-in-browser.ts';
import { registerWorker } from './register-worker.ts';
import { startScreens } from './screens/start.ts';

void start();

async function start(): Promise<void> {
  const phone = await openInBrowser();
  const root = document.getElementById('app');
  if (root !== null) startScreens(phone, root);
  for (const event of ['online', 'offline']) addEventListener(event, () => phone.lineChanged());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') phone.seen();
  });
  registerWorker(() => phone.updateWaits());
}
