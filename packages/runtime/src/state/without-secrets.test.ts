import { expect, test } from 'vitest'
import type { ContainerRequest } from '../runtime.ts'
import { withoutSecrets } from './without-secrets.ts'

test('what lies on a disk of a run names no secret', () => {
  const request: ContainerRequest = {
    id: 'c1',
    rootfs: { lower: [], upper: '/u', work: '/w' },
    process: { argv: ['a'], env: { A: '1' }, secretEnv: { B: 'hidden' }, cwd: '/', user: '0', tty: false },
    hostname: 'h',
    limits: { cpu: 1, memory: 1, pids: 1, disk: 1 },
    ids: { start: 1, size: 1 },
    volumes: [],
    files: [],
    secretFiles: { C: 'hidden' },
    stopSignal: 'SIGTERM',
    log: { maxBytes: 1, maxSegments: 1 },
  }
  const saved = withoutSecrets({ request, startedAt: 's', bootId: 'b' })
  expect(JSON.stringify(saved)).not.toContain('hidden')
  expect(saved.request.process.env).toEqual({ A: '1' })
})
