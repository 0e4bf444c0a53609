import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newId } from '@berth/core'
import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { createLab } from '../../integration/network/lab.ts'
import { type Figure, ratio, timed } from '../figure.ts'

const run = promisify(execFile)
const SOURCE = new URL('../../fixtures/measure/measure.c', import.meta.url).pathname
const PORT = '7070'
const ROUNDS = 3
const FILES = 10_000
const MIB = 1024 * 1024
const LIMITS = { cpu: 2, memory: 1024 * MIB, pids: 64, disk: 4096 * MIB }

/** The same work in a container and on the host, in turns; each figure is a ratio of times: 1 is native. */
export async function measureNearNative(box: TestRuntime): Promise<readonly Figure[]> {
  execFileSync('cc', ['-O2', '-static', '-o', join(box.layer, 'bin/measure'), SOURCE])
  const jobs = [
    { name: 'cpu loop', argv: ['measure', 'loop', '100000000'] },
    { name: 'getppid with the default filter', argv: ['measure', 'getppid', '2000000'] },
  ]
  const figures: Figure[] = []
  for (const { name, argv } of jobs) {
    const ours: number[] = []
    const host: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await insideOnce(box, argv))
      host.push(Number((await run(join(box.layer, 'bin/measure'), argv.slice(1))).stdout))
    }
    figures.push(ratio(`native: ${name}, time over the host's`, ours, host))
  }
  return [...figures, await untar(box), await throughput(box)]
}

async function insideOnce(box: TestRuntime, argv: readonly string[], netnsPath?: string): Promise<number> {
  const changes = { limits: LIMITS, ...(netnsPath === undefined ? {} : { netnsPath }) }
  const { id } = await box.start(argv, changes)
  await box.ended(id)
  const nanoseconds = Number(await box.output(id))
  await box.runtime.remove(id)
  return nanoseconds
}

/** 10,000 small files onto the writable layer, by the same busybox. */
async function untar(box: TestRuntime): Promise<Figure> {
  const dir = join(box.base, 'untar')
  const archive = await makeArchive(box, join(dir, 'tree'))
  const ours: number[] = []
  const host: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const at = (name: string) => join(dir, `${round}-${name}`, name)
    const [target, upper, work] = [at('host'), at('upper'), join(dir, `${round}-upper`, 'work')]
    await Promise.all([target, upper, work].map((path) => mkdir(path, { recursive: true })))
    host.push(await timed(() => run('/bin/busybox', ['tar', '-xf', archive, '-C', target])))
    const rootfs = { lower: [box.layer], upper, work }
    const argv = ['busybox', 'tar', '-xf', '/tree.tar', '-C', '/data']
    ours.push(await timed(() => box.start(argv, { limits: LIMITS, rootfs }).then(({ id }) => box.ended(id))))
  }
  return ratio(`native: untar of ${FILES} files on the writable layer, time over the host's`, ours, host)
}

async function makeArchive(box: TestRuntime, tree: string): Promise<string> {
  for (let i = 0; i < FILES; i++) {
    const folder = join(tree, String(Math.floor(i / 100)))
    if (i % 100 === 0) await mkdir(folder, { recursive: true })
    await writeFile(join(folder, String(i)), `file ${i}\n`)
  }
  const archive = join(box.layer, 'tree.tar')
  await run('tar', ['-cf', archive, '-C', tree, '.'])
  return archive
}

/** TCP from a container to the door's port of its host, and the same over the host's loopback. */
async function throughput(box: TestRuntime): Promise<Figure> {
  const lab = await createLab({ doorPorts: [Number(PORT)] })
  const sink = spawn(join(box.layer, 'bin/measure'), ['sink', PORT], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(sink.stdout, 'data')
    const { netnsPath, gateway } = await lab.network.attach({
      containerId: newId('container'),
      tenantId: newId('tenant'),
      projectId: newId('project'),
      hostname: 'bench',
      names: [],
    })
    const ours: number[] = []
    const host: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await insideOnce(box, ['measure', 'send', gateway, PORT, '2000000000'], netnsPath))
      const args = ['send', '127.0.0.1', PORT, '2000000000']
      host.push(Number((await run(join(box.layer, 'bin/measure'), args)).stdout))
    }
    return ratio("native: TCP from container to host, time over loopback's", ours, host)
  } finally {
    sink.kill()
    await lab.close()
  }
}
