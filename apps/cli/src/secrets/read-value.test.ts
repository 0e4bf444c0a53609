import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const CODE = `
  const { readValue } = await import(${JSON.stringify(path.join(import.meta.dirname, 'read-value.ts'))})
  const [word, file] = process.argv.slice(1)
  const told = await readValue(word, file).then(({ value }) => ({ value }), ({ name, message }) => ({ name, message }))
  process.stdout.write(JSON.stringify(told))
`

/** As a command has it: with an input of its own. */
async function read(input: string, ...words: string[]): Promise<unknown> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CODE, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input)
  return JSON.parse(await text(child.stdout))
}

const refused = { name: 'UsageError', message: expect.stringContaining('KEY= sets an empty one') }

test('a value comes from the input, without the line end of echo', async () => {
  expect(await read('secret\n', 'KEY')).toEqual({ value: 'secret' })
})

test('an input without anything sets nothing', async () => {
  expect(await read('', 'KEY')).toEqual(refused)
  expect(await read('\n', 'KEY')).toEqual(refused)
})

test('nor does an empty file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-value-'))
  try {
    const file = path.join(folder, 'empty')
    await writeFile(file, '')
    expect(await read('', 'KEY', file)).toEqual(refused)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an empty value is set by who says so', async () => {
  expect(await read('', 'KEY=')).toEqual({ value: '' })
})
