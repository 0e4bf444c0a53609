import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('a volume of the image begins with what the image has there, and is not filled again', async () => {
  const { id, ...spec } = await rig.want({ health: { kind: 'none' } })
  await rig.healthy(id)
  const look = 'cat /data/*; stat -c " %n %u:%g %a" /data /data/*'
  expect((await run(rig, id, ['sh', '-c', look])).out).toBe(
    'from the image /data 1000:1000 750\n /data/seed 1000:100 640',
  )
  await run(rig, id, ['sh', '-c', 'rm /data/seed; echo mine > /data/own; busybox chmod 1000 /data'])
  await rig.want({ ...spec, id, restartNonce: 1 })
  await rig.seen(id, ({ restartNonce, healthy }) => restartNonce === 1 && healthy)
  expect((await run(rig, id, ['sh', '-c', look])).out).toBe('mine\n /data 1000:1000 1000\n /data/own 0:0 644')
})
