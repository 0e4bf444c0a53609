import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createBuilder } from '@berth/build/execute'
import { DEFAULT_LIMITS, systemClock } from '@berth/core'
import { createImageStore } from '@berth/image'
import { createLog } from '@berth/log'
import { createLogStore } from '@berth/logstore'
import { createNetwork } from '@berth/network'
import { createNode } from '@berth/node'
import { createAddressFinder, createOutbound } from '@berth/outbound'
import { attachClient, createIdPool, createProgramRunner, createRuntime } from '@berth/runtime'
import { openViewer } from '@berth/terminal'
import { openDisk } from '@berth/volume'
import { limitedFolders, plainFolders } from './build-folders.ts'
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
  doorPorts: [env.BERTH_DOOR_PORT, env.BERTH_TLS_PORT].filter((port) => port > 0),
  resolverDir: env.BERTH_RESOLVER_DIR,
  buildEgress: env.BERTH_BUILD_EGRESS,
  run: programs.run,
  log,
})
const ids = createIdPool({ dir: IDS_DIR, instance })
const logs = createLogStore()
const platform = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }
const registrySocket =
  env.BERTH_CONTROL_SOCKET === undefined ? {} : { registrySocket: env.BERTH_CONTROL_SOCKET }
const buildDir = join(dir, 'builds')
// of its own: what the node does not know, it removes
const buildRuntime = await createRuntime({ instance, dir: join(buildDir, 'containers'), runDir, init, log })
const outbound = createOutbound({ allow: [] })
const builder = createBuilder({
  dir: buildDir,
  stage: join(runDir, 'view'),
  empty: join(buildDir, 'empty'),
  init,
  runtime: buildRuntime,
  network,
  images,
  folders:
    writable.kind === 'limited' ? limitedFolders(writable.disk) : plainFolders(join(buildDir, 'folders')),
  logs,
  ids,
  outbound,
  locate: createAddressFinder({ allow: [] }),
  platform,
  ...registrySocket,
  slots: env.BERTH_BUILD_SLOTS,
  cacheBytes: env.BERTH_BUILD_CACHE_BYTES,
  bootId: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
  clock: systemClock,
  log,
})
const node = createNode({
  dir,
  runDir,
  init,
  ids,
  runtime,
  images,
  imageRules: {
    keepMs: env.BERTH_IMAGE_KEEP * 3_600_000,
    highPercent: env.BERTH_IMAGE_DISK_HIGH,
    lowPercent: env.BERTH_IMAGE_DISK_LOW,
    ...(env.BERTH_IMAGE_MAX_BYTES === undefined ? {} : { maxBytes: env.BERTH_IMAGE_MAX_BYTES }),
  },
  writable: writable.kind === 'limited' ? { kind: 'limited', space: () => writable.disk.space() } : writable,
  ...(writable.kind === 'limited'
    ? { volumes: writable.disk.volumes, written: () => writable.disk.usage() }
    : {}),
  alsoNeeded() {
    const { images: digests, folders: snapshots } = builder.kept()
    return { digests, snapshots }
  },
  network,
  logs,
  openViewer,
  openStream: attachClient,
  platform,
  agentVersion: VERSION,
  healthIntervalMs: env.BERTH_HEALTH_INTERVAL * 1000,
  ...registrySocket,
  log,
})
await network.open()
await builder.open()
await node.open()
const queue = createQueueListener({ redisUrl: env.REDIS_URL, node, builder, log })
const gateway = createGatewayClient({
  dial: () => dial(controlAddress(env), token),
  node,
  builder,
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
  await builder.close()
  await node.close()
  await network.close()
  await Promise.all([runtime.close(), buildRuntime.close()])
  outbound.close()
  if (writable.kind === 'limited') await writable.disk.close()
  programs.close()
}
