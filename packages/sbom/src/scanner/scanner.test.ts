import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createOutbound } from '@berth/outbound'
import { afterAll, expect, test } from 'vitest'
import { createScanner } from './create-scanner.ts'
import { countFindings } from './scanner.ts'

const root = mkdtempSync(path.join(tmpdir(), 'berth-scanner-'))
const outbound = createOutbound({ allow: [] })
const { signal } = new AbortController()
afterAll(() => {
  outbound.close()
  rmSync(root, { recursive: true, force: true })
})

function program(name: string, body: string) {
  const file = path.join(root, name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return createScanner(file, outbound)
}

test('a program gets the document and answers with findings', async () => {
  const scan = program(
    'good',
    `id=$(cat); echo '{"scanner":{"name":"s","version":"1"},"findings":[{"id":"'$id'","package":"p","version":"1","severity":"low","more":1}]}'`,
  )
  const report = await scan('CVE-7', signal)
  expect(report.findings).toEqual([{ id: 'CVE-7', package: 'p', version: '1', severity: 'low' }])
  expect(countFindings(report)).toEqual({ critical: 0, high: 0, medium: 0, low: 1, unknown: 0 })
})

test.each([
  ['fails', 'cat >/dev/null; exit 3'],
  ['says nothing', 'cat >/dev/null'],
  ['says something else', 'cat >/dev/null; echo "{}"'],
  ['does not read', 'exit 0'],
  ['never stops', 'cat /dev/zero'],
])('a program that %s is a failure of the scanner', async (name, body) => {
  const scan = program(name.replaceAll(' ', '-'), body)
  await expect(scan('x'.repeat(300_000), signal)).rejects.toMatchObject({ code: 'scanner.failed' })
})

test('an endpoint inside our network is not called unless it is allowed', async () => {
  const scan = createScanner('http://127.0.0.1:1999/scan', outbound)
  await expect(scan('{}', signal)).rejects.toMatchObject({ code: 'scanner.failed' })
})

test('what is no scanner is refused at the start', () => {
  expect(() => createScanner('scan', outbound)).toThrow(expect.objectContaining({ code: 'config.invalid' }))
})
