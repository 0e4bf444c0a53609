import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachClient } from '@berth/runtime'
import { eventually } from '../../support/eventually.ts'
import { openTestRuntime, supervisorsOf, type TestRuntime } from './support/test-runtime.ts'

const MIB = 1024 * 1024
const FLOOD = new URL('../../fixtures/flood/flood.c', import.meta.url).pathname

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  execFileSync('cc', ['-O2', '-static', '-o', join(box.layer, 'bin/flood'), FLOOD])
})
afterAll(() => box.close())

test('a flood of lines goes into a log of bounded size, to the last line, with little memory', async () => {
  const log = { maxBytes: MIB, maxSegments: 3 }
  const { id } = await box.start(['sh', '-c', 'flood 100000000; exec sleep 1000'], { log })
  const lastLine = `${String(100_000_000 / 100 - 1).padStart(10, '0')}x`
  await eventually(async () => (await box.output(id)).split('\n').at(-1)?.startsWith(lastLine) ?? false)
  const [supervisor = 0] = await supervisorsOf(box.options.instance)
  expect(await privateKib(supervisor)).toBeLessThan(1024)
  expect(await folderSize(box.runtime.logDirectory(id))).toBeLessThan(4 * MIB)
  const numbers = (await box.output(id)).split('\n').map((line) => Number(line.slice(0, 10)))
  expect(numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1)).toBe(true)
  await box.runtime.remove(id)
})

test('a viewer that reads nothing holds nobody up', async () => {
  const request = await box.request(['sh', '-c', 'read go; flood 20000000; exit 5'], {
    process: { tty: true },
  })
  await box.runtime.start(request)
  const viewer = await watch(request.id, () => undefined)
  viewer.pause()
  viewer.write(Buffer.from('go\n'))
  expect((await box.ended(request.id)).end).toEqual({ kind: 'exit', code: 5 })
  viewer.close()
})

test('a full disk neither holds up nor ends a container, and the log says what it has not got', async () => {
  const request = await box.request(
    ['sh', '-c', 'flood 3000000; echo now; read go; echo after; sleep 1000'],
    {
      process: { tty: true },
      log: { maxBytes: 64 * MIB, maxSegments: 4 },
    },
  )
  const log = box.runtime.logDirectory(request.id)
  await mkdir(log, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', log])
  try {
    await writeFile(join(log, 'ballast'), Buffer.alloc(512 * 1024))
    await box.runtime.start(request)
    let seen = ''
    const shell = await watch(request.id, (text) => {
      seen = (seen + text).slice(-4096)
    })
    await eventually(() => seen.includes('now'))
    await rm(join(log, 'ballast'))
    shell.write(Buffer.from('\n'))
    await eventually(async () => (await box.output(request.id)).includes('after'))
    expect(await box.output(request.id)).toMatch(/\d+ lines could not be kept: the disk was full/)
    expect((await box.runtime.get(request.id))?.state).toBe('running')
    shell.close()
    await box.runtime.kill(request.id, 'SIGKILL')
    await box.ended(request.id)
  } finally {
    execFileSync('umount', ['--lazy', log])
  }
})

function watch(id: string, onText: (text: string) => void) {
  return attachClient(join(box.options.runDir, 'c', `${id}.sock`), {
    onStdout: (data) => onText(data.toString('latin1')),
    onStderr: () => undefined,
    onEnd: () => undefined,
  })
}

async function privateKib(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)?.[1])
}

async function folderSize(path: string): Promise<number> {
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
