import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const NATIVE = new URL('../../../packages/runtime/native', import.meta.url).pathname
const CHECKS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fsanitize-coverage=trace-pc']
/** near the end of what pools give out: nothing belongs to them */
const IDS = `0 ${2 ** 30 + 16_122 * 65_536} 65536\n`
/** of a report of the sanitizers; no operation ends so */
const REPORTED = 66
/** SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV */
const CRASHES: ReadonlySet<number> = new Set([4, 6, 7, 8, 11])

export type Performed = {
  /** places in the code that no plan before it came to */
  readonly places: number
  readonly crashed: boolean
}

/** All of berth-init but its main, with sanitizers, in a program that performs plans in a box. */
export function buildPerformer(folder: string): string {
  const program = join(folder, 'perform-plans')
  const sources = readdirSync(NATIVE).filter((name) => name.endsWith('.c') && name !== 'main.c')
  const files = ['fixture/perform-plans.c', ...sources].map((name) => join(NATIVE, name))
  execFileSync('gcc', ['-std=gnu17', '-no-pie', '-g', '-O1', ...CHECKS, '-o', program, ...files])
  return program
}

/** Performs one plan after the other; `close` resolves with what the sanitizers said. */
export function startPerformer(program: string) {
  const env = { ASAN_OPTIONS: `detect_leaks=0:exitcode=${REPORTED}`, UBSAN_OPTIONS: `exitcode=${REPORTED}` }
  const child = spawn(program, [IDS], { stdio: ['pipe', 'pipe', 'pipe'], env, cwd: '/' })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-20_000)
  })
  return {
    /** Undefined when the plan was not sound. */
    async perform(plan: Buffer): Promise<Performed | undefined> {
      child.stdin.write(plan)
      const { value } = await lines.next()
      if (value === undefined) throw new Error(`the performer has ended: ${said}`)
      if (value === 'unsound') return undefined
      const [places = 0, status = 0] = value.split(' ').map(Number)
      return { places, crashed: status >> 8 === REPORTED || CRASHES.has(status & 0x7f) }
    },

    async close(): Promise<string> {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'close')
      return said
    },
  }
}
