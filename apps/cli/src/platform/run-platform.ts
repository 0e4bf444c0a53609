import { mkdir } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { Env } from '../env.ts'
import { takeFirstSteps } from './first-steps.ts'
import { ensureInstance } from './instance.ts'
import { lockFolder } from './lock.ts'
import { cloneOf, platformPaths } from './paths.ts'
import { diskHasRoom, preflight } from './preflight.ts'
import type { Report } from './report.ts'
import { rotateLogs } from './rotate-logs.ts'
import { findRunning } from './running.ts'
import { sayCertificate } from './say-certificate.ts'
import type { GivenCertificate } from './setup.ts'
import { type RunningPlatform, startPlatform } from './start-platform.ts'
import { type AskedSettings, hasIpv6Loopback, rememberSettings, resolveSettings } from './up-settings.ts'

const ROTATE_MS = 60_000

/** `up` itself: starts everything, reports, stays until it is told to stop, and stops everything. */
export async function runPlatform(deps: {
  readonly dir: string
  readonly asked: AskedSettings
  readonly env: Env
  readonly certificate?: GivenCertificate | undefined
  readonly report: Report
}): Promise<void> {
  const { dir, report } = deps
  process.chdir('/') // the folder of the caller may go
  const stop = stopSignal()
  await mkdir(dir, { recursive: true, mode: 0o711 })
  const lock = lockFolder(dir)
  if (!lock) return report({ kind: 'already', ...(await findRunning(dir)) })

  const { platform, url, adminFile, logs } = await start({ ...deps, signal: stop.signal })
  const { admin, isFirst } = platform
  report({ kind: 'ready', url, adminFile, first: isFirst ? admin : null })
  const rotation = setInterval(() => void rotateLogs(logs), ROTATE_MS)
  await stop.asked
  clearInterval(rotation)
  report({ kind: 'progress', line: 'stopping' })
  await platform.stop()
  lock.release()
}

async function start(deps: {
  readonly dir: string
  readonly asked: AskedSettings
  readonly env: Env
  readonly certificate?: GivenCertificate | undefined
  readonly report: Report
  readonly signal: AbortSignal
}): Promise<{ platform: RunningPlatform; url: string; adminFile: string; logs: string }> {
  const { dir, env, certificate, report, signal } = deps
  const say = (line: string) => report({ kind: 'progress', line })
  await diskHasRoom(dir)
  const { id } = await ensureInstance(dir)
  const paths = platformPaths({ clone: cloneOf(import.meta.dirname), dir, id, arch: process.arch })
  const settings = resolveSettings(await rememberSettings(dir, deps.asked), await hasIpv6Loopback())
  await preflight(paths, settings)
  const startedAt = new Date()
  const platform = await startPlatform({ paths, settings, env, certificate, say, signal })
  try {
    await takeFirstSteps({ paths, settings, admin: platform.admin, startedAt, say, signal })
    await platform.markReady()
    await sayCertificate({ settings, admin: platform.admin, say, signal })
  } catch (error) {
    await platform.stop()
    throw error
  }
  return { platform, url: settings.url, adminFile: paths.adminFile, logs: paths.logs }
}

/** Ctrl-C and `down` ask the same; a second Ctrl-C does not wait. */
function stopSignal(): { readonly signal: AbortSignal; readonly asked: Promise<void> } {
  const controller = new AbortController()
  const asked = new Promise<void>((resolve) => {
    const stop = () => {
      if (controller.signal.aborted) process.exit(1)
      controller.abort(new BerthError('internal.unexpected', 'stopped before it was ready'))
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    process.on('SIGHUP', () => undefined) // the terminal may go, the platform stays
  })
  return { signal: controller.signal, asked }
}
