import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { whoSends } from './who-sends.ts'

const refusing = (error: unknown) => ({ authenticate: () => Promise.reject(error) })

test('a session that has ended is nobody', async () => {
  const auth = refusing(new BerthError('auth.session_expired', 'your session has ended'))
  expect(await whoSends(auth, 'a=b')).toBeNull()
})

test('a database out of reach says nothing about who it is', async () => {
  const away = new BerthError('db.unavailable', 'the database cannot be reached')
  await expect(whoSends(refusing(away), 'a=b')).rejects.toBe(away)
  await expect(whoSends(refusing(new Error('broken')), 'a=b')).rejects.toThrow('broken')
})
