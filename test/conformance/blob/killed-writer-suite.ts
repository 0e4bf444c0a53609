import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type DescribedStore, openDescribed } from '../../support/described-store.ts'

const ROUNDS = Number(process.env['BERTH_TEST_KILLS'] ?? 4)

/** What every BlobStore must still be after its writers were killed. */
export function killedWriterSuite(describeStore: () => DescribedStore): void {
  const start = (...task: readonly string[]) => {
    const program = path.join(import.meta.dirname, 'writer-process.ts')
    const child = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', process.execPath, program, JSON.stringify(describeStore()), ...task],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    return {
      said: () => said.split('\n').slice(0, -1),
      spoke: () => once(child.stdout, 'data'),
      kill: async () => {
        const closed = once(child, 'close')
        child.kill('SIGKILL')
        await closed
      },
    }
  }

  test('a writer that is killed at any moment has lost nothing that it had committed, and left nothing half', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const writer = start('blobs')
      await writer.spoke()
      await sleep(Math.random() * 400)
      await writer.kill()
      const store = await openDescribed(describeStore())
      for (const digest of writer.said()) expect(await store.stat(digest)).toBeDefined()
      for await (const { digest, size } of store.list()) {
        const bytes = await buffer(await store.read(digest))
        const algorithm = digest.split(':')[0] ?? ''
        expect(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`).toBe(digest)
        expect(bytes.length).toBe(size)
      }
    }
  })

  test('another process goes on where a killed one stood, and what that one left is removed', async () => {
    const uploadId = `upl_${randomBytes(8).toString('hex')}`
    const writer = start('upload', uploadId)
    await writer.spoke()
    await sleep(500)
    await writer.kill()
    const kept = Buffer.alloc(Number(writer.said()[0]), 'a')
    const store = await openDescribed(describeStore())
    const next = await store.resume(uploadId)
    expect(next?.offset).toBe(kept.length)
    const rest = randomBytes(1000)
    await next?.append(
      (async function* () {
        yield rest
      })(),
    )
    const whole = Buffer.concat([kept, rest])
    const digest = `sha256:${createHash('sha256').update(whole).digest('hex')}`
    await next?.commit({ digest })
    expect((await buffer(await store.read(digest))).equals(whole)).toBe(true)
    for (const left of await store.uploads()) await store.cancelUpload(left.uploadId)
    expect(await store.uploads()).toEqual([])
  })
}
