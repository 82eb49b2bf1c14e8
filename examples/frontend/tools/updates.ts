/** One update at a time: what is asked for meanwhile comes right after, once. */

export class Updates {
  readonly #update: () => Promise<void>;
  readonly #seconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #isWanted = false;
  #isStopped = false;

  /** @param seconds how long nothing may come before it is looked anyway. */
  constructor(update: () => Promise<void>, seconds: number) {
    this.#update = update;
    this.#seconds = seconds;
  }

  /** The first one, which the caller waits for; where the CMS is away, the site stays as it was. */
  async first(): Promise<void> {
    await this.#run();
  }

  ask(): void {
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    clearTimeout(this.#timer);
    do {
      this.#isWanted = false;
      try {
        await this.#update();
      } catch (error) {
        console.error(`Not up to date: ${String(error)}`);
      }
    } while (this.#isWanted && !this.#isStopped);
    this.#isRunning = false;
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#run(), this.#seconds * 1000);
  }
}
