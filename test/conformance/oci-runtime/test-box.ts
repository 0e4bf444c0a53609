import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Bundle, makeBundle } from './bundle.ts'
import { type ProgramRun, runProgram } from './run-program.ts'
import { type RuntimeWrapper, wrapRuntime } from './runtime-wrapper.ts'

/** What the tests of one file share: a runtime of their own, a bundle, and the id of the one container of each. */
export type TestBox = {
  readonly id: string
  readonly runtime: RuntimeWrapper
  readonly bundle: Bundle
  /** the runtime's command */
  readonly berth: (...args: readonly string[]) => Promise<ProgramRun>
}

/** Made before the tests of the file that calls it; the container goes after each of them, all after the last. */
export function testBox(name: string): TestBox {
  const id = `${name}-${randomBytes(4).toString('hex')}`
  let made: { readonly runtime: RuntimeWrapper; readonly bundle: Bundle } | undefined
  const box: TestBox = {
    id,
    get runtime() {
      return made?.runtime ?? notYet()
    },
    get bundle() {
      return made?.bundle ?? notYet()
    },
    berth: (...args) => runProgram(box.runtime.command, args),
  }
  beforeAll(async () => {
    made = { runtime: await wrapRuntime(), bundle: await makeBundle() }
  })
  afterEach(() => box.berth('delete', '--force', id))
  afterAll(async () => {
    await made?.runtime.remove()
    await made?.bundle.remove()
  })
  return box
}

function notYet(): never {
  throw new Error('the box is made before the first test')
}
