import { expect, test } from 'vitest'
import { createAddressFinder } from './find-address.ts'

const finder = (allow: readonly string[], addresses: readonly string[]) =>
  createAddressFinder({ allow, own: () => ['9.9.9.9'], resolve: async () => addresses })

test('a name is answered by an address of it, when all that it has are allowed', async () => {
  expect(await finder([], ['1.1.1.1', '1.0.0.1'])('git.example')).toBe('1.1.1.1')
  expect(await finder(['10.0.0.0/8'], ['10.1.2.3'])('git.example')).toBe('10.1.2.3')
})

test.each([[['10.1.2.3']], [['1.1.1.1', '127.0.0.1']], [['9.9.9.9']], [['169.254.169.254']], [[]]])(
  'one that has %j is not',
  async (addresses) => {
    await expect(finder([], addresses)('git.example')).rejects.toMatchObject({ code: 'outbound.unreachable' })
  },
)

test('a number is looked at as it is', async () => {
  await expect(finder([], ['1.1.1.1'])('127.0.0.1')).rejects.toMatchObject({ code: 'outbound.unreachable' })
})
