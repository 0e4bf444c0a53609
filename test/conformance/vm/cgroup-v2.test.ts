import { test } from 'vitest'
import { runInGuest } from './run-in-guest.ts'

const TIMEOUT_MS = 15 * 60_000
const SUITES = [
  'test/integration/cgroup',
  'test/integration/runtime/limits',
  'test/integration/runtime/container-life',
]

test(
  'control groups and containers work on a kernel that has version 2 alone',
  () => runInGuest({ start: 'guest.sh', project: 'integration', suites: SUITES, timeoutMs: TIMEOUT_MS }),
  TIMEOUT_MS + 60_000,
)
