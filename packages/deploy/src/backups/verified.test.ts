import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { verified } from './verified.ts'

const whole = Buffer.from('what a volume held')
const expected = {
  digest: `sha256:${createHash('sha256').update(whole).digest('hex')}`,
  size: whole.length,
}

async function take(bytes: Buffer): Promise<{ text: string; error: unknown }> {
  let text = ''
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5)
  }
  try {
    for await (const chunk of verified(pieces(), expected)) text += Buffer.from(chunk).toString()
    return { text, error: null }
  } catch (error) {
    return { text, error }
  }
}

test('what is right comes whole', async () => {
  expect(await take(whole)).toEqual({ text: whole.toString(), error: null })
})

test.each([
  ['changed', Buffer.from('what a volume hold')],
  ['cut off', whole.subarray(0, 11)],
  ['longer', Buffer.concat([whole, Buffer.from('!')])],
])('what is %s never comes to its end', async (_, bytes) => {
  const { text, error } = await take(bytes)
  expect(error).toMatchObject({ code: 'backup.damaged' })
  expect(text.length).toBeLessThan(bytes.length)
})
