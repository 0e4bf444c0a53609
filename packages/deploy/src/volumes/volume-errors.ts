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

/** Of a volume that its node has not told of: it tells some seconds after its app was deployed. */
export function notMade({
  name,
  appId,
}: {
  readonly name: string
  readonly appId: string | null
}): BerthError {
  const message =
    appId === null
      ? `volume ${name} holds nothing yet: no app has used it`
      : `the node of volume ${name} has not told of it yet: try again in a moment`
  return new BerthError('volume.busy', message, { details: { volume: name } })
}
