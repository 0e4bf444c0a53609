import { readFileSync } from 'node:fs'
import { BerthError, Secret } from '@berth/core'

const MIN_LENGTH = 32

/** Reads a key made at install; there is no default. Error: secret.missing, also for one that is too short. */
export function readKeyFile(path: string): Secret {
  const text = read(path).trim()
  if (text.length < MIN_LENGTH) {
    throw new BerthError('secret.missing', `the key file ${path} is too short: restore it from your backup`, {
      details: { path },
    })
  }
  return new Secret(text)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BerthError('secret.missing', `the key file ${path} cannot be read: nothing starts without it`, {
      cause,
      details: { path },
    })
  }
}
