import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import { PROCESS_NAMES } from './process-spec.ts'
import { readIfThere } from './read-if-there.ts'
import { writeFileAtomic } from './write-file.ts'

const processSchema = z.object({ pid: z.number(), startTicks: z.number(), since: z.string() })
export type ProcessState = z.infer<typeof processSchema>

/** Of what an earlier boot left nothing else is read: no process of it lives. */
const bootSchema = z.object({ bootId: z.string() })

const stateSchema = z.object({
  bootId: z.string(),
  dir: z.string(),
  url: z.string(),
  /** the `up` that watches over the others */
  up: processSchema,
  phase: z.enum(['starting', 'ready', 'stopping']),
  /** engines that the environment named, which are not ours to start */
  external: z.array(z.enum(PROCESS_NAMES)),
  processes: z.partialRecord(z.enum(PROCESS_NAMES), processSchema),
})
export type PlatformState = z.infer<typeof stateSchema>

/**
 * What the last `up` noted. Undefined when there is nothing, or when it was before the machine's last start.
 * Error: config.invalid, because processes that are not known cannot be stopped.
 */
export async function readState(file: string): Promise<PlatformState | undefined> {
  const text = await readIfThere(file)
  return text === undefined ? undefined : parseState(file, text, await bootId())
}

function parseState(file: string, text: string, thisBoot: string): PlatformState | undefined {
  try {
    const { bootId } = bootSchema.parse(JSON.parse(text))
    return bootId === thisBoot ? stateSchema.parse(JSON.parse(text)) : undefined
  } catch (cause) {
    throw new BerthError(
      'config.invalid',
      `${file} is damaged: remove it, and run ./berth down and ./berth up again`,
      { cause },
    )
  }
}

export async function writeState(file: string, state: PlatformState): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(state)}\n`, { mode: 0o644 })
}

export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}
