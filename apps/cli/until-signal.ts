/** Resolves at Ctrl-C or when the process is asked to end; keeps it alive until then. */
export function untilSignal(): { readonly signalled: Promise<void>; readonly detach: () => void } {
  let end: () => void = () => undefined;
  const signalled = new Promise<void>((resolve) => {
    end = resolve;
  });
  // A promise alone does not keep a process alive.
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return {
    signalled,
    detach: () => {
      clearInterval(alive);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    },
  };
}
