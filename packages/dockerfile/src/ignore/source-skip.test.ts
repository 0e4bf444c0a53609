import { expect, test } from 'vitest'
import { sourceSkip } from './source-skip.ts'

test('.dockerignore goes before .gitignore, and .git is never sent', () => {
  const skip = sourceSkip({ docker: 'dist\n', git: () => '*.log\n' })
  expect(skip('dist', true)).toBe(true)
  expect(skip('a.log', false)).toBe(false)
  expect(skip('.git', true)).toBe(true)
  expect(sourceSkip({ docker: undefined, git: () => '*.log\n' })('a.log', false)).toBe(true)
})

test('what the build itself reads is sent, whatever is ignored', () => {
  const skip = sourceSkip({ docker: '*\n', git: () => undefined }, 'docker/web.Dockerfile')
  for (const kept of ['docker/web.Dockerfile', '.dockerignore', 'berth.yml', 'Procfile', 'app.json']) {
    expect(skip(kept, false), kept).toBe(false)
  }
  expect(skip('docker', true)).toBe(false)
  expect(skip('docker/other', false)).toBe(true)
})

test('a folder is looked into when a later pattern takes back what lies below it', () => {
  const skip = sourceSkip({ docker: 'a\n!a/b\n', git: () => undefined })
  expect(skip('a', true)).toBe(false)
  expect(skip('a/c', false)).toBe(true)
  expect(skip('a/b', false)).toBe(false)
})

test('beside a file that the build reads, what git leaves out is not sent', () => {
  const skip = sourceSkip({ docker: undefined, git: () => 'docker/\n' }, 'docker/web.Dockerfile')
  expect(skip('docker', true)).toBe(false)
  expect(skip('docker/web.Dockerfile', false)).toBe(false)
  expect(skip('docker/other', false)).toBe(true)
})
