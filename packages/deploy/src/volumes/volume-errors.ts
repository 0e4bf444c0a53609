import { BerthError } from '@berth/core'

export function volumeNotFound(name: string): BerthError {
  return new BerthError('volume.not_found', `there is no volume "${name}"`, { details: { volume: name } })
}

export function inUse(name: string, app: string): BerthError {
  return new BerthError('volume.in_use', `volume ${name} is attached to app ${app}: detach it there first`, {
    details: { volume: name, app },
  })
}

/** To a token for one app. */
export function notOfThisApp(name: string): BerthError {
  return new BerthError(
    'auth.scope_missing',
    `this token is for one app, and volume ${name} is not that app's: attach it with another token first`,
    { details: { scope: 'app:deploy' } },
  )
}
