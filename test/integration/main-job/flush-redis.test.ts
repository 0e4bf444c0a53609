import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveText } from '../../support/deploy.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { visit } from '../../support/visit.ts'

let platform: TestPlatform
const apps = Array.from({ length: 10 }, (_, i) => `flush-${i}`)

beforeAll(async () => {
  platform = await sharedPlatform()
})

afterAll(async () => {
  for (const app of apps) await platform.run(['destroy', app, '--yes'])
})

test('ten deploys finish although Redis forgets everything in their middle', async () => {
  const redis = await connectRedis()
  const deploys = apps.map((app) =>
    platform.run([
      ...[
        'deploy',
        app,
        '--image',
        'busybox',
        '--port',
        '8080',
        '--cpu',
        '0.1',
        '--memory',
        '32M',
        '--disk',
        '64M',
        '--wait',
        '--json',
        '--',
      ],
      ...serveText(app),
    ]),
  )
  for (let i = 0; i < 5; i++) {
    await redis.flushall()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  redis.disconnect()
  for (const outcome of await Promise.all(deploys)) {
    expect(outcome.stderr).not.toMatch(/^berth: /m)
    expect(outcome.code).toBe(0)
    const { url, app } = JSON.parse(outcome.stdout)
    expect((await visit(url)).body).toBe(`${app}\n`)
  }
})

async function connectRedis(): Promise<Redis> {
  const { id } = JSON.parse(await readFile(path.join(platform.dir, 'instance.json'), 'utf8'))
  const password = (await readFile(path.join(platform.dir, 'secrets/redis.control'), 'utf8')).trim()
  return new Redis({ path: `/run/berth/${id}/redis/redis.sock`, username: 'control', password })
}
