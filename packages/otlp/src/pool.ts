/**
 * Walkers own about ten typed arrays; making them anew for every small request would cost more than reading it.
 * Taking one out keeps a sink free to walk another request. One that threw is not put back.
 */
export class Pool<T> {
  readonly #idle: T[] = [];
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }
  take(): T {
    return this.#idle.pop() ?? this.#make();
  }
  put(item: T): void {
    if (this.#idle.length < 4) this.#idle.push(item);
  }
}
