import { parseBytes } from '@berth/core/bytes.ts'
import type { MirrorPreset, MirrorView } from '@berth/protocol'
import { bytesText } from '../limits/limits-form.ts'

/** A mirror as it is typed. */
export type MirrorText = {
  readonly prefix: string
  readonly url: string
  readonly namespaces: string
  readonly username: string
  readonly password: string
  readonly realms: string
  readonly plainHttp: boolean
  readonly ttl: string
  readonly maxBytes: string
}

type MirrorInput = Pick<
  MirrorView,
  'url' | 'username' | 'plainHttp' | 'ttlSeconds' | 'maxBytes' | 'enabled'
> & {
  namespaces: string[]
  realms: string[]
  password?: string
}

type Field = 'ttl' | 'maxBytes'

export const EMPTY_MIRROR: MirrorText = {
  prefix: '',
  url: '',
  namespaces: '',
  username: '',
  password: '',
  realms: '',
  plainHttp: false,
  ttl: '300',
  maxBytes: '20G',
}

export function presetText({ prefix, url, namespaces }: MirrorPreset): Partial<MirrorText> {
  return { prefix, url, namespaces: namespaces.join(' ') }
}

export function mirrorText(mirror: MirrorView): MirrorText {
  return {
    prefix: mirror.prefix,
    url: mirror.url,
    namespaces: mirror.namespaces.join(' '),
    username: mirror.username ?? '',
    password: '',
    realms: mirror.realms.join(' '),
    plainHttp: mirror.plainHttp,
    ttl: String(mirror.ttlSeconds),
    maxBytes: bytesText(mirror.maxBytes),
  }
}

/** A mirror as it is, to be sent with a change; its password stays. */
export function toInput(mirror: MirrorView): MirrorInput {
  const { url, username, plainHttp, ttlSeconds, maxBytes, enabled } = mirror
  return {
    ...{ url, username, plainHttp, ttlSeconds, maxBytes, enabled },
    namespaces: [...mirror.namespaces],
    realms: [...mirror.realms],
  }
}

/** What was typed, or the fields that cannot be read; the rest is checked by the server. */
export function readMirror(
  text: MirrorText,
  enabled: boolean,
): { input: MirrorInput } | { bad: readonly Field[] } {
  const ttlSeconds = Number(text.ttl)
  const maxBytes = parseBytes(text.maxBytes) ?? 0
  const bad: Field[] = []
  if (text.ttl.trim() === '' || !Number.isInteger(ttlSeconds) || ttlSeconds < 0) bad.push('ttl')
  if (maxBytes < 1) bad.push('maxBytes')
  if (bad.length > 0) return { bad }
  return {
    input: {
      url: text.url.trim(),
      namespaces: words(text.namespaces),
      username: text.username === '' ? null : text.username,
      ...(text.password === '' ? {} : { password: text.password }),
      realms: words(text.realms),
      plainHttp: text.plainHttp,
      ttlSeconds,
      maxBytes,
      enabled,
    },
  }
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
