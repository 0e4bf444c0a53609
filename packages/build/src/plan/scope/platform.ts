import type { Place } from '@berth/dockerfile'
import { refuse } from '@berth/dockerfile'

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  armhf: 'arm',
}

/** `linux/amd64` of `amd64`, `linux/x86_64` and the like. Error: dockerfile.invalid. */
export function normalPlatform(text: string, place: Place): string {
  const parts = text.toLowerCase().split('/')
  const [os = '', architecture = '', ...variant] = parts.length === 1 ? ['linux', ...parts] : parts
  if (!/^[a-z0-9_-]+(\/[a-z0-9_-]+){0,2}$/.test(parts.join('/')))
    throw refuse(place, `"${text}" is not a platform such as linux/amd64`)
  return [os, ARCHITECTURES[architecture] ?? architecture, ...variant].join('/')
}
