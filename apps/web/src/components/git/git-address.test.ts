import { expect, test } from 'vitest'
import { httpsAddress, sshAddress } from './git-address.ts'

const WEB = { tenant: 'acme', app: 'web' }

test('over HTTPS it lies below the platform’s address, with its port', () => {
  expect(httpsAddress('http://localhost:7070', WEB)).toBe('http://localhost:7070/git/acme/web.git')
})

test('over SSH it has a port of its own', () => {
  expect(sshAddress('https://berth.example:7070', 7022, WEB)).toBe(
    'ssh://git@berth.example:7022/acme/web.git',
  )
})

test('there is none over SSH where that is off', () => {
  expect(sshAddress('https://berth.example', 0, WEB)).toBeNull()
})
