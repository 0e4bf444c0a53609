import { expect, test } from 'vitest'
import { gitAddress } from './git-remote.ts'

const to = { url: 'https://berth.example:7070', tenant: 'acme', app: 'web', sshPort: 7022 }

test('over HTTPS and over SSH', () => {
  expect(gitAddress(to)).toBe('https://berth.example:7070/git/acme/web.git')
  expect(gitAddress({ ...to, ssh: true })).toBe('ssh://git@berth.example:7022/acme/web.git')
})
