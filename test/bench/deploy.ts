import { setTimeout as sleep } from 'node:timers/promises'
import { type AppView, type DeployView } from '../../packages/protocol/src/index.ts'
import { startPlatform, type TestPlatform } from '../support/platform.ts'
import { visit } from '../support/visit.ts'
import { benchPushes } from './deploy/pushes.ts'
import { benchRollouts } from './deploy/rollouts.ts'
import { benchThroughDoor } from './deploy/through-door.ts'
import { type Figure, percentile } from './figure.ts'

const ROUNDS = 30

/**
 * A new app of an image that the node has already: from the request until the app's address answers; then pushes of
 * a changed line, rollouts under a request loop, and what the door costs.
 */
export async function benchDeploy(): Promise<Figure[]> {
  const platform = await startPlatform()
  try {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) times.push(await deployOnce(platform, `bench-${round}`))
    return [
      {
        name: `deploy of a cached image until it answers, p50 of ${ROUNDS}`,
        value: percentile(times, 50),
        unit: 'ms',
      },
      {
        name: `deploy of a cached image until it answers, p95 of ${ROUNDS}`,
        value: percentile(times, 95),
        unit: 'ms',
      },
      ...(await benchPushes(platform)),
      ...(await benchRollouts(platform)),
      ...(await benchThroughDoor(platform)),
    ]
  } finally {
    await platform.stop()
  }
}

async function deployOnce(platform: TestPlatform, app: string): Promise<number> {
  const { tenant } = platform.admin
  const start = performance.now()
  await call<DeployView>(platform, 'apps.deploy', { tenant, app, image: 'library/welcome', port: 8080 })
  const { port } = new URL(platform.url)
  const address = `http://${app}--${tenant}.localhost:${port}/`
  while ((await visit(address)).status !== 200) {
    if (performance.now() - start > 60_000) throw new Error(`${address} does not answer`)
    await sleep(5)
  }
  const took = performance.now() - start
  await call<AppView>(platform, 'apps.destroy', { tenant, app })
  return took
}

async function call<T>(platform: TestPlatform, procedure: string, input: object): Promise<T> {
  const { status, body } = await visit(`${platform.url}/api/trpc/${procedure}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform.admin.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  })
  if (status !== 200) throw new Error(`${procedure} was refused: ${body}`)
  return JSON.parse(body).result.data.json
}
