import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBaseImage } from '../../../../infra/images/build.ts'
import { type BuildWorld, openBuildWorld } from '../support/build-world.ts'
import { hostAddress } from '../support/host-address.ts'
import { addBase, answerOf, packApp } from '../support/run-app.ts'

const WHEEL = 'shop_word-1.0-py3-none-any.whl'
const LIMITS = { cpu: 2, memory: 1024 ** 3, pids: 256, disk: 1024 ** 3 }

let world: BuildWorld
let index: Server

beforeAll(async () => {
  // the files of PEP 503, and one wheel
  const files = new Map<string, Buffer>()
  index = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.statusCode = file ? 200 : 404
    if (!request.url?.endsWith('.whl')) response.setHeader('content-type', 'text/html')
    response.end(file)
  })
  await new Promise<void>((resolve) => index.listen(0, hostAddress(), resolve))
  world = await openBuildWorld({ buildEgress: [`${hostAddress()}:${port()}`] })
  files.set('/simple/shop-word/', Buffer.from(`<a href="/files/${WHEEL}">${WHEEL}</a>`))
  files.set(`/files/${WHEEL}`, await wheel(join(world.dir, 'wheel')))
  const workDir = join(world.dir, 'python')
  await mkdir(workDir)
  const log = () => undefined
  await addBase(world, 'python:3.11', await buildBaseImage('python:3.11', { workDir, nodePackage: '', log }))
}, 900_000)

afterAll(async () => {
  await world?.close()
  index.closeAllConnections()
  await new Promise((resolve) => index.close(resolve))
})

const port = () => (index.address() as AddressInfo).port

/** A package of one constant, as pip installs it. */
async function wheel(folder: string): Promise<Buffer> {
  const about = 'shop_word-1.0.dist-info'
  const files = {
    'shop_word/__init__.py': "WORD = 'from the index'\n",
    [`${about}/METADATA`]: 'Metadata-Version: 2.1\nName: shop-word\nVersion: 1.0\n',
    [`${about}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  }
  const record = [...Object.keys(files), `${about}/RECORD`].map((name) => `${name},,\n`).join('')
  for (const [name, text] of Object.entries({ ...files, [`${about}/RECORD`]: record })) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const packed = ['-m', 'zipfile', '-c', join(folder, WHEEL), join(folder, 'shop_word'), join(folder, about)]
  await promisify(execFile)('python3', packed)
  return readFile(join(folder, WHEEL))
}

test('a Python app is installed from an index of packages and answers; of changed code nothing is installed anew', async () => {
  const args = { PIP_INDEX_URL: `http://${hostAddress()}:${port()}/simple`, PIP_TRUSTED_HOST: hostAddress() }
  const recipe = { kind: 'auto' as const, args, labels: {}, secrets: [], noCache: false }
  const changes = { limits: LIMITS, recipe, timeoutMs: 300_000 }
  const { report, output } = await world.build(await packApp(world, 'python'), changes)
  expect(report.failure, output).toBeUndefined()
  expect(report.plan).toMatchObject({ kind: 'stack', name: 'python', port: 8080 })
  expect(await answerOf(world, report.digest ?? '')).toContain('from the index, on Python 3.11')
  const changed = await world.build(await packApp(world, 'python', 'main.py'), changes)
  // the source alone
  expect(changed.report, changed.output).toMatchObject({ state: 'succeeded', ran: 1 })
}, 600_000)
