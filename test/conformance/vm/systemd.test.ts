import { test } from 'vitest'
import { runInGuest } from './run-in-guest.ts'

const TIMEOUT_MS = 10 * 60_000
const SUITES = ['test/conformance/vm/inside/systemd-scope']

test(
  'the runtime asks systemd for its groups where systemd runs',
  () =>
    runInGuest({ start: 'guest-systemd.sh', project: 'conformance', suites: SUITES, timeoutMs: TIMEOUT_MS }),
  TIMEOUT_MS + 60_000,
)
