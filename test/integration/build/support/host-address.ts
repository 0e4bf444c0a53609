import { networkInterfaces } from 'node:os'

/** An address of this machine that containers could have a way to: not of loopback, and of no platform's bridge. */
export function hostAddress(): string {
  const all = Object.entries(networkInterfaces()).filter(([name]) => !/^b[a-z0-9]{6}[pv]/.test(name))
  const found = all.flatMap(([, addresses]) => addresses ?? [])
  const address = found.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
  if (address === undefined) throw new Error('this machine has no address beside loopback')
  return address
}
