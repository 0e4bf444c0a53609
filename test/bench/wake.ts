import { setTimeout as sleep } from 'node:timers/promises'
import { type AppView } from '../../packages/protocol/src/index.ts'
import { startPlatform, type TestPlatform } from '../support/platform.ts'
import { visit } from '../support/visit.ts'
import { type Figure, percentile } from './figure.ts'

const ROUNDS = 30
const APP = 'welcome'
/** A visitor wakes an app at most once in so long. */
const REST_MS = 10_000

/** From a visitor's request to an app that sleeps until its answer. */
export async function benchWake(): Promise<Figure[]> {
  const platform = await startPlatform()
  try {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) times.push(await wakeOnce(platform))
    return [50, 95].map(
      (part): Figure => ({
        name: `request to a sleeping app until its answer, p${part} of ${ROUNDS}`,
        value: percentile(times, part),
        unit: 'ms',
      }),
    )
  } finally {
    await platform.stop()
  }
}

async function wakeOnce(platform: TestPlatform): Promise<number> {
  const { tenant } = platform.admin
  const { port } = new URL(platform.url)
  const began = performance.now()
  await until('running', platform)
  await call<AppView>(platform, 'apps.sleep', { tenant, app: APP })
  await until('asleep', platform)
  await sleep(Math.max(0, REST_MS - (performance.now() - began)))
  const start = performance.now()
  const { status } = await visit(`http://${APP}--${tenant}.localhost:${port}/`)
  if (status !== 200) throw new Error(`a visitor of the sleeper was answered ${status}`)
  return performance.now() - start
}

/** And all of its instances run, or none does. */
async function until(state: 'running' | 'asleep', platform: TestPlatform): Promise<void> {
  const { tenant } = platform.admin
  const deadline = performance.now() + 60_000
  for (;;) {
    const view = await ask<AppView & { instances: { state: string }[] }>(platform, 'apps.get', {
      tenant,
      app: APP,
    })
    const wanted = state === 'running' ? 'running' : 'stopped'
    if (view.state === state && view.instances.every((one) => one.state === wanted)) return
    if (performance.now() > deadline) throw new Error(`${APP} is ${view.state}, and not ${state}`)
    await sleep(50)
  }
}

async function ask<T>(platform: TestPlatform, procedure: string, input: object): Promise<T> {
  const query = encodeURIComponent(JSON.stringify({ json: input }))
  return resultOf(
    procedure,
    await visit(`${platform.url}/api/trpc/${procedure}?input=${query}`, { headers: headers(platform) }),
  )
}

async function call<T>(platform: TestPlatform, procedure: string, input: object): Promise<T> {
  const body = JSON.stringify({ json: input })
  const options = { method: 'POST', headers: headers(platform), body }
  return resultOf(procedure, await visit(`${platform.url}/api/trpc/${procedure}`, options))
}

function headers(platform: TestPlatform) {
  return { authorization: `Bearer ${platform.admin.token}`, 'content-type': 'application/json' }
}

function resultOf<T>(procedure: string, { status, body }: { status: number; body: string }): T {
  if (status !== 200) throw new Error(`${procedure} was refused: ${body}`)
  return JSON.parse(body).result.data.json
}
