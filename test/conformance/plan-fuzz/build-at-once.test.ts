import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const run = promisify(execFile)
const MAKEFILE = new URL('../../../packages/runtime/native/Makefile', import.meta.url).pathname
/** writes its output as a linker does: a new file, slowly */
const COMPILER = `#!/bin/sh
while [ "$1" != -o ]; do shift; done
rm -f "$2"
{ head -c 1000 /bin/true; sleep 0.2; tail -c +1001 /bin/true; sleep 0.1; } > "$2"
chmod 755 "$2"
`

const folder = mkdtempSync(join(tmpdir(), 'build-at-once-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the program can be run at every moment of two builds of it', async () => {
  copyFileSync(MAKEFILE, join(folder, 'Makefile'))
  writeFileSync(join(folder, 'only.c'), '')
  writeFileSync(join(folder, 'compiler'), COMPILER, { mode: 0o755 })
  const build = () => run('make', ['-s', '-B', '-C', folder, `CC=${join(folder, 'compiler')}`])
  await build()
  let building = true
  const builds = Promise.allSettled([build(), delay(150).then(build)]).finally(() => {
    building = false
  })
  const seen = new Set<string>()
  while (building) {
    const { error, status } = spawnSync(join(folder, 'build/berth-init'))
    seen.add(error?.message ?? `ended with ${status}`)
    await delay(5)
  }
  expect((await builds).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect([...seen]).toEqual(['ended with 0'])
})
