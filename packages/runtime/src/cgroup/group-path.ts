import { BerthError } from '@berth/core'

const PARENT = '/berth-runtime'
const SYSTEMD = /^(?<slice>[^/:]*):(?<prefix>[^/:]*):(?<name>[^/:]+)$/

/**
 * The group of a container, from a hierarchy's root. Relative paths, and containers without one, lie below
 * `/berth-runtime`; systemd's form `slice:prefix:name` becomes the path that systemd would give it. Error: input.invalid.
 */
export function groupPath(cgroupsPath: string | undefined, id: string): string {
  const asked = cgroupsPath || id
  const unit = SYSTEMD.exec(asked)?.groups
  const path = unit ? unitPath(unit['slice'] ?? '', unit['prefix'] ?? '', unit['name'] ?? '') : asked
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.length === 0 || parts.some((part) => !isName(part))) {
    throw new BerthError(
      'input.invalid',
      `linux.cgroupsPath: "${asked}" does not name a group below the root`,
      {
        details: { cgroupsPath: asked },
      },
    )
  }
  return `${path.startsWith('/') ? '' : PARENT}/${parts.join('/')}`
}

/** A folder that the kernel's own files cannot be mistaken for, and that leads nowhere else. */
function isName(part: string): boolean {
  return part !== '..' && !/[\0\n]/.test(part) && part.length <= 255 && !/^(cgroup\.|tasks$)/.test(part)
}

/** `user-1000.slice` lies in `user.slice` (systemd.slice(5)); a name that is a slice itself gets no `.scope`. */
function unitPath(slice: string, prefix: string, name: string): string {
  const unit = name.endsWith('.slice') ? name : `${prefix === '' ? '' : `${prefix}-`}${name}.scope`
  return `${slicePath(slice === '' ? 'system.slice' : slice)}/${unit}`
}

function slicePath(slice: string): string {
  if (slice === '-.slice') return ''
  const name = slice.replace(/\.slice$/, '')
  if (!slice.endsWith('.slice') || name === '' || /^-|-$|--/.test(name)) {
    throw new BerthError('input.invalid', `linux.cgroupsPath: "${slice}" is no slice`, { details: { slice } })
  }
  const parts = name.split('-')
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('-')}.slice`).join('')
}
