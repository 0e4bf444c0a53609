import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'berth-reader-')))
  chmodSync(folder, 0o755)
  writeFileSync(path.join(folder, 'reader.cjs'), READER)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Says its own priority, as the version of a package that it found. */
const READER = `
process.stdin.resume().on('end', () => {
  const version = String(require('node:os').getPriority())
  const found = { reader: { kind: 'packages', packages: [{ type: 'npm', name: 'reader', version }] } }
  process.stdout.write(JSON.stringify({ found, removed: [], cleared: [] }))
})`

const CALLER = `
import { Readable } from 'node:stream'
const [from, program, readable] = process.argv.slice(1)
const { readApart } = await import(from)
const { found } = await readApart({ program, readable })(Readable.from(['x']), new AbortController().signal)
console.log(found.reader.packages[0].version)`

/** As control, the caller may not raise anybody's priority, and as root it reaches this folder wherever it lies. */
const WITHOUT_RIGHT = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_nice'] : []

async function priorityUnder(nice: number): Promise<number> {
  const from = new URL('./read-apart.ts', import.meta.url).href
  const node = [process.execPath, '--input-type=module', '--eval', CALLER]
  const args = ['-n', String(nice), ...WITHOUT_RIGHT, ...node, from, path.join(folder, 'reader.cjs'), folder]
  const { stdout } = await promisify(execFile)('nice', args)
  return Number(stdout)
}

test('a reader steps back behind who asks it, and is not asked to come forward where they are further back', async () => {
  expect(await priorityUnder(0)).toBeGreaterThanOrEqual(10)
  expect(await priorityUnder(15)).toBeGreaterThanOrEqual(15)
})
