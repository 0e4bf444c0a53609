import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

type Traces = Readonly<
  Record<
    'processes' | 'supervisors' | 'links' | 'tables' | 'cgroups' | 'mounts' | 'folders',
    readonly string[]
  >
>

/** Everything on this machine that carries the instance id of a data folder. */
export async function tracesOf(dir: string): Promise<Traces> {
  const { id } = JSON.parse(await readFile(path.join(dir, 'instance.json'), 'utf8'))
  const commands = await commandLines()
  return {
    processes: commands.filter((line) => line.includes(`/run/berth/${id}/`)),
    supervisors: commands.filter((line) => line.startsWith('berth-init ') && line.includes(` ${id}/`)),
    links: (await readdir('/sys/class/net')).filter((name) => name.startsWith(`b${id}`)),
    tables: (await output('nft', ['list', 'tables'])).filter((line) => line.includes(`berth_${id}`)),
    cgroups: await cgroupsOf(id),
    mounts: (await readFile('/proc/self/mountinfo', 'utf8'))
      .split('\n')
      .filter((line) => line.includes(`/run/berth/${id}`)),
    folders: (await readdir('/run/berth')).filter((name) => name === id),
  }
}

async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.map((line) => line.replaceAll('\0', ' ').trim()).filter((line) => line !== '')
}

async function cgroupsOf(id: string): Promise<string[]> {
  const controllers = await readdir('/sys/fs/cgroup')
  const found = await Promise.all(
    controllers.map((name) => readdir(path.join('/sys/fs/cgroup', name)).catch((): string[] => [])),
  )
  return [...controllers, ...found.flat()].filter((name) => name === `berth-${id}`)
}

async function output(command: string, args: readonly string[]): Promise<string[]> {
  return (await run(command, args)).stdout.split('\n')
}
