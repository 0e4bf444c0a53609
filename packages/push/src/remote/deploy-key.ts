import { randomBytes } from 'node:crypto'
import { publicKeyFrom } from '@berth/git/key'

/** A new key for one app: the seed is to be sealed, the public part is shown. */
export function newDeployKey(name: string): { readonly seed: string; readonly publicKey: string } {
  const seed = randomBytes(32)
  return { seed: seed.toString('base64'), publicKey: `${publicKeyFrom(seed)} ${name}` }
}
