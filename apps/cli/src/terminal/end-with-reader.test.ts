import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const program = `
import { endWithReader } from '${path.join(import.meta.dirname, 'end-with-reader.ts')}'
endWithReader()
setInterval(() => process.stdout.write('line\\n'), 1)
setTimeout(() => process.exit(0), 20_000)`

test('a reader that has enough ends the command without a word', async () => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program])
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect({ said, code }).toEqual({ said: '', code: 141 })
})
