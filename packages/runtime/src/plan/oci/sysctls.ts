import type { Plan } from '../operation.ts'
import type { Namespaces } from './namespaces.ts'
import { contradiction, unsupported } from './refuse.ts'

/** Settings that belong to an ipc namespace. */
const IPC = /^(kernel\/(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\/mqueue\/.+)$/
const UTS = /^kernel\/(hostname|domainname)$/
const NETWORK = /^net\/.+$/

/**
 * Settings of the kernel that belong to a namespace of the container; any other is the host's. Errors:
 * runtime.unsupported, input.invalid.
 */
export function sysctlOperations(
  sysctl: Readonly<Record<string, string>>,
  namespaces: Namespaces,
  names: { readonly hostname?: string | undefined; readonly domainname?: string | undefined },
): Plan {
  return Object.entries(sysctl).map(([name, value]) => {
    const path = pathOf(name)
    const type = typeOf(path)
    if (type === undefined || /(^|\/)\.{0,2}(\/|$)/.test(path))
      throw unsupported(
        `linux.sysctl["${name}"]`,
        'it is not a setting of a namespace, but of the whole host',
      )
    if (namespaces.of(type) === 'shared')
      throw contradiction(`linux.sysctl["${name}"]`, `it needs a ${type} namespace in linux.namespaces`)
    if (type === 'uts' && (path.endsWith('/hostname') ? names.hostname : names.domainname) !== undefined)
      throw contradiction(`linux.sysctl["${name}"]`, 'the configuration names it already')
    return { op: 'writeProc', path: `sys/${path}`, data: value }
  })
}

/** Either separator may be used; the first one says which. `net/ipv4/conf/eth0.1/rp_filter` */
function pathOf(name: string): string {
  const first = /[./]/.exec(name)?.[0]
  return first === '.' ? name.replaceAll(/[./]/g, (separator) => (separator === '.' ? '/' : '.')) : name
}

function typeOf(path: string): 'ipc' | 'uts' | 'network' | undefined {
  if (IPC.test(path)) return 'ipc'
  if (UTS.test(path)) return 'uts'
  return NETWORK.test(path) ? 'network' : undefined
}
