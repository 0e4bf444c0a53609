import type { LogLine } from '@berth/protocol'

/** A line with a number that grows and never comes back, so that a list can keep its place. */
export type BufferedLine = LogLine & { readonly seq: number }

const MAX_LINES = 100_000

/** Cutting the front copies the rest, so it is cut by many at once. */
const SLACK = 5_000

/** The last lines of a stream, also when it had to be opened again. */
export class LogBuffer {
  #lines: BufferedLine[] = []
  #nextSeq = 0
  /** Lines of the newest instant, which a stream that goes on from there sends again. */
  #expected: string[] = []

  get lines(): readonly BufferedLine[] {
    return this.#lines
  }

  append(lines: readonly LogLine[]): void {
    for (const line of lines) {
      if (this.#wasExpected(line)) continue
      this.#lines.push({ ...line, seq: this.#nextSeq++ })
    }
  }

  /** The stream is opened again: returns from when, and leaves out once what is here already. */
  resume(): string | undefined {
    const at = this.#lines.at(-1)?.at
    this.#expected =
      at === undefined
        ? []
        : this.#lines
            .slice(-SLACK)
            .filter((line) => line.at === at)
            .map(identity)
    return at
  }

  /** Drops the oldest lines beyond the limit. */
  trim(limit = MAX_LINES): void {
    if (this.#lines.length >= limit + SLACK) this.#lines = this.#lines.slice(-limit)
  }

  clear(): void {
    this.#lines = []
  }

  #wasExpected(line: LogLine): boolean {
    const index = this.#expected.indexOf(identity(line))
    if (index < 0) return false
    this.#expected.splice(index, 1)
    return true
  }
}

function identity(line: LogLine): string {
  return `${line.at} ${line.containerId} ${line.stream} ${line.text}`
}
