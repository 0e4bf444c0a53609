import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newId } from '@berth/core'
import { createLog } from '@berth/log'
import { createNetwork } from '@berth/network'
import type { ContainerSpec, ContainerStats, ObservedContainer } from '@berth/protocol'
import { createQueues } from '@berth/queue'
import { cleanInstance } from '@berth/runtime'
import { LEAN } from '../../../../apps/cli/src/platform/lean.ts'
import { eventually } from '../../../support/eventually.ts'
import { startRedis } from '../../../support/redis.ts'
import { createTestControl, type TestControl } from './test-control.ts'
import { makeImage } from './test-image.ts'

const ROOT = new URL('../../../..', import.meta.url).pathname
const INIT = join(ROOT, 'packages/runtime/native/build/berth-init')

export type Rig = Awaited<ReturnType<typeof openRig>>

/** A real agent as a process of its own, a control in this one, a real Redis; `close` leaves nothing behind. */
export async function openRig() {
  const instance = randomInt(36 ** 5, 36 ** 6).toString(36)
  const dir = await mkdtemp(join(tmpdir(), 'berth-node-'))
  const runDir = `/run/berth-${instance}`
  await mkdir(runDir, { recursive: true })
  const redis = await startRedis()
  const log = createLog({ name: 'test', level: 'fatal' })
  const queues = createQueues({ redisUrl: redis.url, log })
  const socket = join(dir, 'control.sock')
  const layout = join(dir, 'layout')
  const digest = await makeImage(layout)
  const foreignDigest = await makeImage(layout, 'riscv64')
  const queue = { name: 'node-nod_test', username: 'admin', password: 'admin' }
  const control: TestControl = createTestControl({ socket, layout, queue })
  await control.open()
  await writeFile(join(dir, 'token'), 'berth_agt_test\n')
  const logFile = join(dir, 'agent.log')
  let agent: ChildProcess | undefined
  const resolver = spawn(process.execPath, [join(ROOT, 'apps/agent/src/resolver.ts')], {
    stdio: 'ignore',
    env: { ...process.env, BERTH_RESOLVER_DIR: join(dir, 'resolver') },
  })
  let generation = 1

  const rig = {
    instance,
    dir,
    control,
    digest,
    foreignDigest,
    redis,

    /** `built`: as a platform runs it, from the bundle and with its flags of V8; else from source. */
    async startAgent({ built = false } = {}): Promise<void> {
      const out = await open(logFile, 'a')
      const program = built ? [...LEAN, 'apps/agent/dist/main.js'] : ['apps/agent/src/main.ts']
      agent = spawn(process.execPath, program, {
        cwd: ROOT,
        stdio: ['ignore', out.fd, out.fd],
        env: {
          ...process.env,
          BERTH_INSTANCE: instance,
          BERTH_RUN_DIR: runDir,
          BERTH_LOG_LEVEL: 'debug',
          BERTH_HEALTH_INTERVAL: '1',
          BERTH_CONTROL_SOCKET: socket,
          BERTH_AGENT_TOKEN_FILE: join(dir, 'token'),
          BERTH_AGENT_DIR: join(dir, 'agent'),
          BERTH_INIT: INIT,
          BERTH_RESOLVER_DIR: join(dir, 'resolver'),
          REDIS_URL: redis.bareUrl,
        },
      })
      await out.close()
    },

    agentPid: (): number => agent?.pid ?? 0,

    /** CPU time that the agent has used, in ticks of 10 ms. */
    async agentTicks(): Promise<number> {
      const stat = await readFile(`/proc/${agent?.pid ?? 0}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[11]) + Number(fields[12])
    },

    async killAgent(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
      if (!agent || agent.exitCode !== null || agent.signalCode !== null) return null
      const exit = once(agent, 'exit')
      agent.kill(signal)
      await exit
      return agent.exitCode
    },

    /** A specification that the node is to fulfil; it is told by the queue, as control does it. */
    async want(changes: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
      const spec: ContainerSpec = {
        id: newId('container'),
        desired: 'running',
        tenant: { id: newId('tenant'), name: 'acme' },
        project: { id: newId('project'), name: 'default' },
        app: { id: newId('app'), name: 'shop' },
        process: 'web',
        instance: 1,
        release: 1,
        image: { repository: 'acme/shop', digest },
        env: {},
        port: 8080,
        limits: { cpu: 0.5, memory: 64 << 20, pids: 64, disk: 1 << 30 },
        restart: { policy: 'always' },
        restartNonce: 0,
        health: { kind: 'tcp', port: 8080, timeoutMs: 10_000 },
        stop: { timeoutMs: 1000 },
        ...changes,
        generation: ++generation,
      }
      control.wanted.set(spec.id, spec)
      await queues.wakeNode('nod_test', [spec.id], spec.generation)
      return spec
    },

    /** Tells the agent to ask again: what is wanted of this container, or of the node's volumes. */
    async hint(...containerIds: string[]): Promise<void> {
      await queues.wakeNode('nod_test', containerIds, ++generation)
    },

    /** The container as the agent told of it, once it fits. */
    async seen(
      id: string,
      fits: (observed: ObservedContainer) => boolean,
      options: { withinMs?: number } = {},
    ): Promise<ObservedContainer> {
      await eventually(
        () => {
          const observed = control.told.get(id)
          return observed !== undefined && fits(observed)
        },
        { what: `container ${id}`, ...options },
      ).catch(async (error: unknown) => {
        const tail = (await readFile(logFile, 'utf8')).split('\n').slice(-15).join('\n')
        throw new Error(`${String(error)}: last ${JSON.stringify(control.told.get(id))}\n${tail}`)
      })
      const observed = control.told.get(id)
      if (!observed) throw new Error('gone')
      return observed
    },

    /** Waits for a sample of the container's use that fits. */
    async seenStats(id: string, fits: (stats: ContainerStats) => boolean): Promise<void> {
      const found = () => control.stats.some((stats) => stats.id === id && fits(stats))
      await eventually(found, { what: `the use of ${id}` })
    },

    healthy(id: string): Promise<ObservedContainer> {
      return rig.seen(id, ({ state, healthy }) => state === 'running' && healthy)
    },

    async close(): Promise<void> {
      await rig.killAgent()
      const resolverGone = once(resolver, 'exit')
      resolver.kill('SIGTERM')
      await resolverGone
      await cleanInstance({ instance, runDir, idDir: '/run/berth/ids' })
      await promisify(execFile)('umount', [join(runDir, 'disk')])
      const resolverDir = join(dir, 'resolver')
      await createNetwork({
        instance,
        dir: join(dir, 'agent/network'),
        runDir,
        doorPorts: [1],
        resolverDir,
        log,
      }).reset()
      await queues.close()
      await control.close()
      await redis.stop()
      await rm(dir, { recursive: true, force: true })
      await rm(runDir, { recursive: true, force: true })
    },
  }
  return rig
}
