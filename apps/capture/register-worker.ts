/**
 * Installs the service worker, after which the app opens without a network. `updateWaits` is called when a newer version is
 * there: it takes over at the next start, so that nothing changes under somebody's hands.
 */
export function registerWorker(updateWaits: () => void): void {
  if (!('serviceWorker' in navigator)) return;
  void begin(updateWaits).catch(() => {});
}

async function begin(updateWaits: () => void): Promise<void> {
  const workers = navigator.serviceWorker;
  const found = await workers.getRegistration('/capture/');
  if (found?.waiting && workers.controller) {
    // This is the next start.
    workers.addEventListener('controllerchange', () => location.reload(), { once: true });
    found.waiting.postMessage('take over');
    return;
  }
  const registration = await workers.register('/capture/worker.js', { scope: '/capture/', updateViaCache: 'none' });
  void workers.ready.then(({ active }) => active?.postMessage('fetch the rest'));
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && workers.controller) updateWaits();
    });
  });
}
