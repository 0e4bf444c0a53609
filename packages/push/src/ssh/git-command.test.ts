import { expect, test } from 'vitest'
import { parseGitCommand } from './git-command.ts'

test.each([
  "git-receive-pack 'acme/web.git'",
  "git-receive-pack '/acme/web.git'",
  "git-receive-pack '/git/acme/web'",
])('%s is a push', (text) =>
  expect(parseGitCommand(text)).toEqual({ service: 'git-receive-pack', tenant: 'acme', app: 'web' }),
)

test.each([
  '',
  'sh',
  "git-receive-pack 'acme/web.git'; id",
  "git-receive-pack 'acme/web.git'\nid",
  'git-receive-pack acme/web.git',
  'git-receive-pack "acme/web.git"',
  "git-receive-pack '../acme/web.git'",
  "git-receive-pack '/git/../acme/web.git'",
  "git-receive-pack '$(id)/web.git'",
  "git-upload-archive 'acme/web.git'",
  "git-receive-pack --x 'acme/web.git'",
])('%j is none', (text) => expect(parseGitCommand(text)).toBeUndefined())
