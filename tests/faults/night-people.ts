import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../simulation/random.ts';
import type { Question, Reply } from './night-centre.ts';

const CENTRE = fileURLToPath(new URL('./night-centre.ts', import.meta.url));

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type Asked = WithoutId<Question>;

/** An answer, and how often it was asked for before it came. */
export type Answered = Reply & { readonly attempts: number };

type Waiting = {
  readonly question: Question;
  readonly resolve: (answered: Answered) => void;
  attempts: number;
};

/**
 * Everybody outside the counting centre. Whoever gets no answer, because the centre was killed, asks the same again when it
 * is back: so what is asked must be the same whether it was recorded before or not.
 */
export class NightPeople {
  kills = 0;
  /** What a centre said that ended by itself. */
  failed: string | null = null;
  private readonly place: string;
  private readonly random: Random;
  private readonly every: number;
  private readonly killsMost: number;
  private readonly waiting = new Map<number, Waiting>();
  private centre: ChildProcess | null = null;
  private ready = false;
  private asked = 0;
  private answers = 0;
  private killAt: number;

  /** `every`: about so many answers lie between two kills. */
  constructor(place: string, random: Random, kills: { readonly every: number; readonly most: number }) {
    this.place = place;
    this.random = random;
    this.every = kills.every;
    this.killsMost = kills.most;
    this.killAt = this.nextKill();
    this.start();
  }

  ask(asked: Asked): Promise<Answered> {
    const id = this.asked++;
    return new Promise((resolve) => {
      const waiting: Waiting = { question: { ...asked, id } as Question, resolve, attempts: 0 };
      this.waiting.set(id, waiting);
      if (this.ready) this.send(waiting);
    });
  }

  /** Kills the centre now, whatever it does, and waits until another is there. */
  async killNow(): Promise<void> {
    this.kill();
    while (!this.ready && this.failed === null) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private start(): void {
    this.ready = false;
    const centre = fork(CENTRE, [this.place], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.centre = centre;
    let said = '';
    centre.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    centre.on('message', (message: Reply | 'ready') => {
      if (message === 'ready') this.opened();
      else this.answered(message);
    });
    centre.once('close', (code, signal) => {
      if (signal === 'SIGKILL') this.start();
      else if (code !== 0) this.fail(said);
    });
    // Now and then already while it opens the folder.
    if (this.kills < this.killsMost && this.random.chance(0.15)) {
      setTimeout(() => this.killThis(centre), this.random.between(50, 1500));
    }
  }

  private opened(): void {
    this.ready = true;
    for (const waiting of this.waiting.values()) this.send(waiting);
  }

  private send(waiting: Waiting): void {
    waiting.attempts++;
    this.centre?.send(waiting.question, () => undefined);
  }

  private answered(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    waiting?.resolve({ ...reply, attempts: waiting.attempts });
    this.answers++;
    if (this.answers < this.killAt || this.kills >= this.killsMost) return;
    this.killAt = this.nextKill();
    const centre = this.centre;
    setTimeout(() => this.killThis(centre), this.random.between(0, 60));
  }

  private nextKill(): number {
    return this.answers + this.random.between(Math.ceil(this.every / 3), Math.ceil((this.every * 5) / 3));
  }

  private killThis(centre: ChildProcess | null): void {
    if (centre === this.centre && this.kills < this.killsMost) this.kill();
  }

  private kill(): void {
    if (this.centre === null || this.centre.signalCode !== null || this.centre.exitCode !== null) return;
    this.kills++;
    this.ready = false;
    this.centre.kill('SIGKILL');
  }

  private fail(said: string): void {
    this.failed = said;
    for (const waiting of this.waiting.values()) {
      waiting.resolve({ id: waiting.question.id, recorded: null, refused: said, attempts: waiting.attempts });
    }
    this.waiting.clear();
  }
}
