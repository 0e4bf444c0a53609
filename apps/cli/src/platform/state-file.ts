import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { PROCESS_NAMES } from './process-spec.ts'
import { writeFileAtomic } from './write-file.ts'

const processSchema = z.object({ pid: z.number(), startTicks: z.number(), since: z.string() })
export type ProcessState = z.infer<typeof processSchema>

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

/** What the last `up` noted. Undefined when there is nothing, or when it was before the machine's last start. */
export async function readState(file: string): Promise<PlatformState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const state = stateSchema.safeParse(JSON.parse(text))
  return state.success && state.data.bootId === (await bootId()) ? state.data : undefined
}

export async function writeState(file: string, state: PlatformState): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(state)}\n`, { mode: 0o644 })
}

export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}
