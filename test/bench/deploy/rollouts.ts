import { deployBusybox } from '../../support/deploy.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'
import { type Figure, percentile } from '../figure.ts'

const REQUESTS = 10_000
const ROLLOUTS = 5
const AT_ONCE = 4
const SERVE = 'mkdir -p /tmp/www && echo $ROUND > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www'

/** Visitors who ask all the time, without rollouts and over five of them; and how long a roll back takes to be met. */
export async function benchRollouts(platform: TestPlatform): Promise<Figure[]> {
  const app = 'bench-rollouts'
  const flags = ['--port', '8080', '--env', 'ROUND=0']
  const { url } = await deployBusybox(platform, app, ['sh', '-c', SERVE], flags)
  const quiet = await load(url, () => Promise.resolve())
  const rolling = await load(url, async () => {
    for (let round = 1; round <= ROLLOUTS; round++)
      await roll(platform, ['env', app, 'set', `ROUND=${round}`])
  })
  const back: number[] = []
  for (let round = ROLLOUTS; round > 0; round--) back.push(await rollBack(platform, { app, url }, round))
  await platform.run(['destroy', app, '--yes'])
  const [calm, met] = [percentile(quiet.times, 99), percentile(rolling.times, 99)]
  const name = `requests over ${ROLLOUTS} rollouts`
  return [
    { name, value: rolling.times.length, unit: 'times' },
    { name: `${name}, that failed`, value: rolling.failed + quiet.failed, unit: 'times' },
    { name: 'request without rollouts, p99', value: calm, unit: 'ms' },
    { name: 'request over rollouts, p99', value: met, unit: 'ms' },
    { name: 'request over rollouts, p99 of that without', value: met / calm, unit: 'times' },
    { name: 'roll back until it answers, p50', value: percentile(back, 50), unit: 'ms' },
    { name: 'roll back until it answers, slowest', value: Math.max(...back), unit: 'ms' },
  ]
}

async function roll(platform: TestPlatform, args: readonly string[]): Promise<void> {
  const { code, stderr } = await platform.run([...args, '--wait'])
  if (code !== 0) throw new Error(stderr)
}

/** Asks until so many were answered and the work is done. */
async function load(url: string, work: () => Promise<void>): Promise<{ times: number[]; failed: number }> {
  const times: number[] = []
  let failed = 0
  let busy = true
  const ask = async () => {
    while (busy || times.length + failed < REQUESTS) {
      const start = performance.now()
      const status = await visit(url).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) times.push(performance.now() - start)
      else failed++
    }
  }
  const visitors = Array.from({ length: AT_ONCE }, ask)
  await work().finally(() => (busy = false))
  await Promise.all(visitors)
  return { times, failed }
}

/** Release n has ROUND n - 1. */
async function rollBack(
  platform: TestPlatform,
  { app, url }: { app: string; url: string },
  release: number,
): Promise<number> {
  const start = performance.now()
  await platform.json(['rollback', app, String(release)])
  while ((await visit(url)).body !== `${release - 1}\n`) {
    if (performance.now() - start > 60_000) throw new Error(`release ${release} does not answer`)
  }
  return performance.now() - start
}
