import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchStall } from './watch-stall.ts'

let folder: string
let stalls: number
let unwatch: () => void

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-stall-'))
  await mkdir(path.join(folder, 'objects/pack'), { recursive: true })
  stalls = 0
})

afterEach(async () => {
  unwatch()
  await rm(folder, { recursive: true, force: true })
})

const watch = (everyMs: number) => {
  unwatch = watchStall({
    ...{ folder, everyMs, sshEnded: path.join(folder, 'ended') },
    onStall: () => {
      stalls += 1
      unwatch()
    },
  })
}
const until = async (met: () => boolean) => {
  while (!met()) await sleep(5)
}

test('a server that sends nothing is noticed', async () => {
  watch(50)
  await until(() => stalls === 1)
})

test('one that sends is not, and what is done after it had sent everything may take its time', async () => {
  const pack = path.join(folder, 'objects/pack/tmp_pack_x')
  await writeFile(pack, '')
  let sent = 0
  const send = setInterval(() => {
    sent += 1
    void appendFile(pack, Buffer.alloc(100_000))
  }, 5)
  watch(400)
  await sleep(1000)
  expect(sent).toBeGreaterThan(0)
  expect(stalls).toBe(0)
  await writeFile(path.join(folder, 'ended'), '')
  clearInterval(send)
  await sleep(1000)
  expect(stalls).toBe(0)
})
