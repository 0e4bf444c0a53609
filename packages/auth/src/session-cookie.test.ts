import { encode } from '@auth/core/jwt'
import { Secret } from '@berth/core'
import { expect, test, vi } from 'vitest'
import { cookieNames, createSessionCookieReader, readCookie } from './session-cookie.ts'

const secret = 's'.repeat(43)
const read = createSessionCookieReader({ secret: new Secret(secret), isSecure: true })
const cookie = (options: { secret?: string; name?: string } = {}) =>
  encode({
    token: { sid: 'ses_a' },
    secret: options.secret ?? secret,
    salt: options.name ?? '__Host-berth-session',
  })

test('the session is found in a cookie that we made', async () => {
  expect(await read(`theme=dark; __Host-berth-session=${await cookie()}`)).toBe('ses_a')
})

test('a cookie of another key, another name, or none is nobody', async () => {
  expect(await read(`__Host-berth-session=${await cookie({ secret: 'x'.repeat(43) })}`)).toBeUndefined()
  expect(await read(`__Host-berth-session=${await cookie({ name: '__Host-berth-csrf' })}`)).toBeUndefined()
  expect(await read(`berth-session=${await cookie()}`)).toBeUndefined()
  expect(await read('__Host-berth-session=x')).toBeUndefined()
  expect(await read(null)).toBeUndefined()
})

test('a cookie is opened once in a minute, and one that is not ours each time', async () => {
  const key = new Secret(secret)
  const opened = vi.spyOn(key, 'reveal')
  let now = new Date('2026-01-01T00:00:00Z')
  const reader = createSessionCookieReader({ secret: key, isSecure: true, clock: { now: () => now } })
  const [mine, forged] = [await cookie(), await cookie({ secret: 'x'.repeat(43) })]
  const readOne = (token: string) => reader(`__Host-berth-session=${token}`)
  expect(await Promise.all([readOne(mine), readOne(mine)])).toEqual(['ses_a', 'ses_a'])
  expect(await readOne(mine)).toBe('ses_a')
  expect(opened).toHaveBeenCalledTimes(1)
  expect([await readOne(forged), await readOne(forged)]).toEqual([undefined, undefined])
  expect(opened).toHaveBeenCalledTimes(3)
  now = new Date(now.getTime() + 61_000)
  expect(await readOne(mine)).toBe('ses_a')
  expect(opened).toHaveBeenCalledTimes(4)
})

test('a name that comes twice counts as forged', () => {
  expect(readCookie('a=1; b=2', 'b')).toBe('2')
  expect(readCookie('a=1; a=2', 'a')).toBeUndefined()
})

test('under https a cookie is bound to its host', () => {
  expect(cookieNames(true).session).toBe('__Host-berth-session')
  expect(cookieNames(false).session).toBe('berth-session')
})
