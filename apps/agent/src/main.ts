import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_LIMITS } from '@berth/core'
import { createImageStore } from '@berth/image'
import { createLog } from '@berth/log'
import { createLogStore } from '@berth/logstore'
import { createNetwork } from '@berth/network'
import { createNode } from '@berth/node'
import { attachClient, createIdPool, createProgramRunner, createRuntime } from '@berth/runtime'
import { openViewer } from '@berth/terminal'
import { openDisk } from '@berth/volume'
import { controlAddress, dial } from './dial.ts'
import { readEnv } from './env.ts'
import { createGatewayClient } from './gateway-client.ts'
import { createQueueListener } from './queue-listener.ts'

const VERSION = '0.1.0'
const IDS_DIR = '/run/berth/ids' // all instances of the machine share it

const env = readEnv()
const log = createLog({ name: 'agent', level: env.BERTH_LOG_LEVEL })
const { BERTH_INSTANCE: instance, BERTH_RUN_DIR: runDir, BERTH_AGENT_DIR: dir, BERTH_INIT: init } = env
const token = (await readFile(env.BERTH_AGENT_TOKEN_FILE, 'utf8')).trim()

const programs = createProgramRunner({ init })
const writable = await openDisk({
  file: join(dir, 'disk.img'),
  mountPoint: join(runDir, 'disk'),
  usualBytes: DEFAULT_LIMITS.disk,
  run: programs.run,
  log,
})
const folders = writable.kind === 'limited' ? { folders: writable.disk } : {}
const images = await createImageStore({ dir: join(dir, 'images'), init, log, ...folders })
const runtime = await createRuntime({ instance, dir: join(dir, 'containers'), runDir, init, log })
const network = createNetwork({
  instance,
  dir: join(dir, 'network'),
  runDir,
  doorPort: env.BERTH_DOOR_PORT,
  resolverDir: env.BERTH_RESOLVER_DIR,
  run: programs.run,
  log,
})
const node = createNode({
  dir,
  init,
  ids: createIdPool({ dir: IDS_DIR, instance }),
  runtime,
  images,
  imageRules: {
    keepMs: env.BERTH_IMAGE_KEEP * 3_600_000,
    highPercent: env.BERTH_IMAGE_DISK_HIGH,
    lowPercent: env.BERTH_IMAGE_DISK_LOW,
    ...(env.BERTH_IMAGE_MAX_BYTES === undefined ? {} : { maxBytes: env.BERTH_IMAGE_MAX_BYTES }),
  },
  writable: writable.kind === 'limited' ? { kind: 'limited', space: () => writable.disk.space() } : writable,
  network,
  logs: createLogStore(),
  openViewer,
  openStream: attachClient,
  platform: { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' },
  agentVersion: VERSION,
  healthIntervalMs: env.BERTH_HEALTH_INTERVAL * 1000,
  ...(env.BERTH_CONTROL_SOCKET === undefined ? {} : { registrySocket: env.BERTH_CONTROL_SOCKET }),
  log,
})
await network.open()
await node.open()
const queue = createQueueListener({ redisUrl: env.REDIS_URL, node, log })
const gateway = createGatewayClient({
  dial: () => dial(controlAddress(env), token),
  node,
  onHello: (hello) => queue.update(hello.queue),
  log,
})
log.info({ dir }, 'ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'stopping: containers stay')
    void stop().then(() => process.exit(0))
  })
}

async function stop(): Promise<void> {
  await gateway.close()
  await queue.close()
  await node.close()
  await network.close()
  await runtime.close()
  if (writable.kind === 'limited') await writable.disk.close()
  programs.close()
}
