import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, percentile, ratio, spread, timed } from '../figure.ts'

const AT_ONCE = 16
const RUNNING = 300
const SAMPLE = 30

/** 16 starts at once; then 300 in a row while 300 run: the last must not be slower than 1.5 times the first. */
export async function measureManyStarts(box: TestRuntime): Promise<readonly Figure[]> {
  const together: number[] = []
  for (let round = 0; round < 5; round++) together.push(await atOnce(box))
  const ids: string[] = []
  const row = async () => {
    const times: number[] = []
    for (let i = 0; i < RUNNING; i++) {
      const request = await box.request(['sleep', '100000'])
      times.push(await timed(() => box.runtime.start(request)))
      ids.push(request.id)
    }
    return times
  }
  const first = (await row()).slice(0, SAMPLE)
  const second = await row()
  const last = second.slice(-SAMPLE)
  await Promise.all(ids.map((id) => box.runtime.remove(id)))
  return [
    ...spread(`${AT_ONCE} starts at once, until the last`, together),
    {
      name: `${RUNNING} starts in a row with ${RUNNING} running, p50`,
      value: percentile(second, 50),
      unit: 'ms',
    },
    ratio(`the last ${SAMPLE} with ${2 * RUNNING} running over the first ${SAMPLE} with none`, last, first),
    ratio(
      `the last ${SAMPLE} of the second ${RUNNING} over its first ${SAMPLE}`,
      last,
      second.slice(0, SAMPLE),
    ),
  ]
}

async function atOnce(box: TestRuntime): Promise<number> {
  const requests = await Promise.all(Array.from({ length: AT_ONCE }, () => box.request(['sleep', '100000'])))
  const took = await timed(() => Promise.all(requests.map((request) => box.runtime.start(request))))
  await Promise.all(requests.map(({ id }) => box.runtime.remove(id)))
  return took
}
