import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { readIfThere } from './door-files.ts'

const recordSchema = z.strictObject({
  pid: z.number().int().positive(),
  /** clock ticks since boot: with the pid it names a process for good */
  startTime: z.string(),
  bind: z.string(),
})

/** The process that holds the public sockets, as it is remembered across restarts of the launcher. */
export type HolderProcess = z.infer<typeof recordSchema>

export async function rememberHolder(file: string, pid: number, bind: string): Promise<HolderProcess> {
  const holder = { pid, startTime: (await startTimeOf(pid)) ?? '', bind }
  await writeFile(file, JSON.stringify(holder), { mode: 0o644 })
  return holder
}

/** The remembered holder when it still lives; another process with its pid is not it. */
export async function recallHolder(file: string): Promise<HolderProcess | undefined> {
  const holder = await readRecord(file)
  return holder && (await isAlive(holder)) ? holder : undefined
}

export async function isAlive(holder: HolderProcess): Promise<boolean> {
  return (await startTimeOf(holder.pid)) === holder.startTime
}

/** Half a record is none: the launcher was killed while it wrote. */
async function readRecord(file: string): Promise<HolderProcess | undefined> {
  const text = await readIfThere(file)
  try {
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** proc(5), field 22 of /proc/PID/stat; undefined for a process that is gone or a zombie. */
async function startTimeOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}
