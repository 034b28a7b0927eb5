/** Rings once, however often it was set. */
export class Alarm {
  #timer: ReturnType<typeof setTimeout> | undefined;

  set(ms: number, ring: () => void): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      ring();
    }, ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
