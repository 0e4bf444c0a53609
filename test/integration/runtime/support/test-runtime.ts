import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { randomBase32 } from '@berth/core'
import { createLog } from '@berth/log'
import { createLogStore } from '@berth/logstore'
import { type ContainerRecord, type ContainerRequest, cleanInstance, createRuntime } from '@berth/runtime'
import { makeBusyboxLayer } from './busybox-image.ts'

const run = promisify(execFile)
const NATIVE = new URL('../../../../packages/runtime/native', import.meta.url).pathname
export const INIT = join(NATIVE, 'build/berth-init')
const MIB = 1024 * 1024

export type RequestChanges = Partial<Omit<ContainerRequest, 'process'>> & {
  process?: Partial<ContainerRequest['process']>
}
export type TestRuntime = Awaited<ReturnType<typeof openTestRuntime>>

/** A runtime of its own instance, with a busybox image and one network namespace; `close` leaves nothing behind. */
export async function openTestRuntime(parent = tmpdir()) {
  await run('make', ['-s', '-C', NATIVE])
  const instance = `t${randomBase32(5)}`
  const base = await mkdtemp(join(parent, 'runtime-'))
  const options = {
    instance,
    dir: join(base, 'containers'),
    runDir: `/run/berth-${instance}`,
    init: INIT,
    log: createLog({ name: 'test', level: 'fatal' }),
  }
  const layer = join(base, 'layer')
  await makeBusyboxLayer(layer)
  await run('ip', ['netns', 'add', instance])
  let runtime = await createRuntime(options)
  let count = 0

  return {
    options,
    layer,
    base,
    get runtime() {
      return runtime
    },

    /** A request for `argv` in a fresh root file system. */
    async request(argv: readonly string[], changes: RequestChanges = {}): Promise<ContainerRequest> {
      const id = changes.id ?? `c${count++}`
      const snapshot = join(base, 'snapshots', id)
      await mkdir(join(snapshot, 'upper'), { recursive: true })
      await mkdir(join(snapshot, 'work'), { recursive: true })
      return {
        id,
        rootfs: { lower: [layer], upper: join(snapshot, 'upper'), work: join(snapshot, 'work') },
        hostname: 'box',
        netnsPath: `/run/netns/${instance}`,
        limits: { cpu: 1, memory: 64 * MIB, pids: 64, disk: 1024 * MIB },
        ids: { start: 2 ** 30, size: 65_536 },
        volumes: [],
        files: [],
        stopSignal: 'SIGTERM',
        log: { maxBytes: MIB, maxSegments: 4 },
        ...changes,
        process: { argv, env: {}, cwd: '/', user: '', tty: false, ...changes.process },
      }
    },

    async start(argv: readonly string[], changes: RequestChanges = {}): Promise<ContainerRecord> {
      return runtime.start(await this.request(argv, changes))
    },

    /** Runs a shell script to its end; returns what it printed, and how it ended. */
    async script(text: string, changes: RequestChanges = {}) {
      const started = await this.start(['sh', '-c', text], changes)
      const record = await this.ended(started.id)
      return { record, output: await this.output(started.id) }
    },

    async ended(id: string): Promise<ContainerRecord> {
      for (;;) {
        const record = await runtime.get(id)
        if (record?.state === 'ended') return record
        await delay(20)
      }
    },

    async output(id: string): Promise<string> {
      const lines: string[] = []
      const read = createLogStore().read(runtime.logDirectory(id), { follow: false })
      for await (const { text } of read) lines.push(text)
      return lines.join('\n')
    },

    /** As after a restart of the agent: nothing is kept but what lies on disk. */
    async reopen(): Promise<void> {
      await runtime.close()
      runtime = await createRuntime(options)
    },

    async close(): Promise<void> {
      await runtime.close()
      await cleanInstance(options)
      await run('ip', ['netns', 'del', instance])
      await rm(base, { recursive: true, force: true })
      await rm(options.runDir, { recursive: true, force: true })
    },
  }
}

/** Supervisors of an instance, by their command line. */
export function supervisorsOf(instance: string): Promise<number[]> {
  return processesOf(`(start|enter) ${instance}/`)
}

/** Processes of berth-init by job and label. */
export async function processesOf(pattern: string): Promise<number[]> {
  const { stdout } = await run('pgrep', ['-f', `^berth-init ${pattern}`]).catch(() => ({ stdout: '' }))
  return stdout.split('\n').filter(Boolean).map(Number)
}

/** Control group folders of an instance's containers, in all hierarchies. */
export async function cgroupsOf(instance: string): Promise<string[]> {
  const hierarchies = (await readdir('/sys/fs/cgroup')).map((name) => join('/sys/fs/cgroup', name))
  const parents = ['/sys/fs/cgroup', ...hierarchies].map((folder) => join(folder, `berth-${instance}`))
  const found = await Promise.all(parents.map(foldersBelow))
  return found.flat()
}

async function foldersBelow(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { recursive: true, withFileTypes: true }).catch(() => []) // not there
  return entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
}

export async function statusOf(pid: number, key: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
}
