import { type DeviceAccess, described } from './device-access.ts'

type DeviceWrite = { readonly name: 'devices.allow' | 'devices.deny'; readonly value: string }
const OPEN = 'a *:* rwm'

/**
 * What v1's files have to be told so that a group whose `devices.list` is `present` comes to `access`: what is new is
 * allowed before what is old is denied, so that nothing that stays is ever missing.
 */
export function deviceWrites({ open, exceptions }: DeviceAccess, present: string): readonly DeviceWrite[] {
  const listed = present.split('\n').filter(Boolean)
  const isOpen = listed.includes(OPEN)
  const wanted = exceptions.map(described)
  if (open) {
    return [
      ...(isOpen ? [] : [allow('a')]),
      // exceptions of an open group are not listed
      ...wanted.map(deny),
    ]
  }
  if (isOpen) return [deny('a'), ...wanted.map(allow)]
  const gone = listed.filter((line) => !wanted.includes(line))
  return [
    ...wanted.filter((line) => !listed.includes(line)).map(allow),
    ...gone.map(deny),
    ...wanted.map(allow),
  ]
}

function allow(value: string): DeviceWrite {
  return { name: 'devices.allow', value }
}

function deny(value: string): DeviceWrite {
  return { name: 'devices.deny', value }
}
