import { expect, test } from 'vitest'
import { patiently } from './patiently.ts'

const LONG = 60_000
const silence = new Promise<never>(() => undefined)

async function* saying(...words: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const word of words) yield Buffer.from(word)
}

async function* sayingThenSilent(word: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(word)
  await silence
}

async function* forEver(): AsyncGenerator<Uint8Array> {
  for (;;) yield await new Promise<Uint8Array>((resolve) => setTimeout(() => resolve(Buffer.from('x')), 1))
}

const all = async (input: AsyncIterable<Uint8Array>) => {
  let text = ''
  for await (const piece of input) text += Buffer.from(piece).toString()
  return text
}

test('what comes in time is passed on whole', async () => {
  expect(await all(patiently(saying('a', 'b', 'c'), { idleMs: LONG, allMs: LONG }))).toBe('abc')
})

test('who falls silent is given up, and so is who never ends', async () => {
  const refusal = { code: 'input.invalid', message: expect.stringContaining('stood still') as unknown }
  await expect(all(patiently(sayingThenSilent('a'), { idleMs: 10, allMs: LONG }))).rejects.toMatchObject(
    refusal,
  )
  await expect(all(patiently(forEver(), { idleMs: LONG, allMs: 50 }))).rejects.toMatchObject(refusal)
})
