/** Remembers which of the newest numbers were met, so that each is handled once although they come out of order. */
export class RecentNumbers {
  readonly #seen = new Set<bigint>()
  readonly #floor: bigint
  newest: bigint

  /** Numbers up to `floor` count as met. */
  constructor(floor: bigint) {
    this.#floor = floor
    this.newest = floor
  }

  /** True when the number was not met before. */
  add(number: bigint): boolean {
    if (number <= this.#floor || this.#seen.has(number)) return false
    this.#seen.add(number)
    if (number > this.newest) this.newest = number
    if (this.#seen.size > KEPT) this.#forgetOldest()
    return true
  }

  #forgetOldest(): void {
    const [oldest] = this.#seen // a Set iterates in order of insertion
    if (oldest !== undefined) this.#seen.delete(oldest)
  }
}

const KEPT = 2_000
