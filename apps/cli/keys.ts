import type { Control } from '../run/play.ts';

/** Lets a person at a terminal pause, change the speed and stop the publication. Returns what undoes it. */
export function attachKeys(control: Control): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const onKey = (chunk: Buffer) => {
    for (const key of chunk.toString('utf8')) press(control, key);
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', onKey);
  return () => {
    stdin.off('data', onKey);
    stdin.setRawMode(false);
    stdin.pause();
  };
}

const SPEED_MAX = 64;

export function press(control: Control, key: string): void {
  if (key === ' ') control.paused = !control.paused;
  else if (key === '+') control.speed = Math.min(SPEED_MAX, control.speed * 2);
  else if (key === '-') control.speed = Math.max(1 / SPEED_MAX, control.speed / 2);
  else if (key === 's') control.toggleStop = true;
  // In raw mode the terminal hands Ctrl-C over as a character.
  else if (key === '\u0003') process.kill(process.pid, 'SIGINT');
}
