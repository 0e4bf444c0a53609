import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createCgroups } from './cgroup/cgroups.ts'
import { createIdPool } from './id-pool.ts'

/**
 * Ends everything that an instance's runtime ever started, also after a crash and without its data folder:
 * supervisors, processes, control groups, sockets and claims of user ids. Mounts lie in the containers' own
 * namespaces and go with them.
 */
export async function cleanInstance(options: {
  instance: string
  runDir: string
  idDir?: string
}): Promise<void> {
  for (const pid of await supervisors(options.instance)) kill(pid)
  await createCgroups({ instance: options.instance }).removeAll()
  await rm(join(options.runDir, 'c'), { recursive: true, force: true })
  if (options.idDir) {
    await createIdPool({ dir: options.idDir, instance: options.instance }).sweep(new Set())
  }
}

/** By command line: `berth-init start <instance>/<container>`, `berth-init resident <instance>`. */
async function supervisors(instance: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [program, job, label] = (await commandLine(pid)).split('\0')
      if (program !== 'berth-init' || label === undefined) return []
      const ours = job === 'resident' ? label.trimEnd() === instance : label.startsWith(`${instance}/`)
      return ours ? [pid] : []
    }),
  )
  return found.flat()
}

async function commandLine(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
