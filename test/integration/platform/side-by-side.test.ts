import { afterAll, beforeAll, expect, test } from 'vitest'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { startPlatform, type TestPlatform } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'

let first: TestPlatform
let second: TestPlatform

beforeAll(async () => {
  first = await sharedPlatform()
  second = await startPlatform()
})
afterAll(() => second?.stop())

const welcomeOf = ({ admin, port }: TestPlatform) => `http://welcome--${admin.tenant}.localhost:${port}/`

test('two platforms run on one machine, and removing one leaves the other as it was', async () => {
  for (const platform of [first, second]) expect((await visit(welcomeOf(platform))).status).toBe(200)
  const [before] = await first.json<object[]>(['ps', 'welcome'])

  await second.stop()

  expect((await visit(welcomeOf(first))).status).toBe(200)
  expect((await first.json<object[]>(['ps', 'welcome']))[0]).toEqual(before)
  expect((await first.run(['exec', 'welcome', '--', 'true'])).code).toBe(0)
})

test('a token of one platform means nothing to the other', async () => {
  const { code, stderr } = await first.run(['apps'], { env: { BERTH_TOKEN: second.admin.token } })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^berth: /)
})
