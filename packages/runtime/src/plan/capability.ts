import { CAPABILITY_NAMES } from '@berth/oci'

/** What a container's root may do, within its own user namespace: Docker's fourteen. */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FSETID',
  'CAP_FOWNER',
  'CAP_MKNOD',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETFCAP',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_CHROOT',
  'CAP_KILL',
  'CAP_AUDIT_WRITE',
]

/** A set as the kernel's bit mask; RangeError for a name that no kernel has. */
export function capabilityMask(names: readonly string[]): bigint {
  const numbers: readonly string[] = CAPABILITY_NAMES
  return names.reduce((mask, name) => {
    const number = numbers.indexOf(name)
    if (number < 0) throw new RangeError(`no capability is called ${name}`)
    return mask | (1n << BigInt(number))
  }, 0n)
}
