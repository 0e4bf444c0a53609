import { startPlatform } from '../support/platform.ts'
import type { Figure } from './figure.ts'
import { benchEcho } from './sandboxes/echo.ts'
import { benchHerds } from './sandboxes/herd.ts'
import { benchMemory } from './sandboxes/memory.ts'
import { benchRests } from './sandboxes/rests.ts'
import { openWorld, type World } from './sandboxes/world.ts'

const CLASSES = [1, 50, 200]
/** Of a class of the bench. */
export const MOST_STUDENTS = 400

/** What can be measured alone. */
const PHASES: Readonly<Record<string, (world: World, classes: readonly number[]) => Promise<Figure[]>>> = {
  herd: benchHerds,
  rests: benchRests,
  echo: (world, classes) => benchEcho(world, Math.max(...classes)),
  memory: (world, classes) => benchMemory(world, Math.max(...classes)),
}

export const SANDBOX_PHASES: readonly string[] = Object.keys(PHASES)

export type HerdOptions = {
  /** the one phase; all when absent */
  readonly only?: string | undefined
  /** how many there are in a class, in turn */
  readonly students?: readonly number[] | undefined
}

/**
 * Students of a class click at once, work, rest and come back, through the real door: from the click to the prompt, a key
 * to its echo, and what that takes of the memory and of the others' time.
 */
export async function benchSandboxes(options: HerdOptions): Promise<Figure[]> {
  const platform = await startPlatform()
  try {
    const world = await openWorld(platform)
    try {
      return await measure(world, options)
    } finally {
      await world.close()
    }
  } finally {
    await platform.stop()
  }
}

async function measure(world: World, { only, students = CLASSES }: HerdOptions): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, phase] of Object.entries(PHASES)) {
    if (only !== undefined && only !== name) continue
    process.stderr.write(`sandboxes: ${name} …\n`)
    figures.push(...(await phase(world, students)))
  }
  return figures
}
