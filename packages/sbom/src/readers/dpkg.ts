import { type Package, toPackage } from '../package.ts'
import { stanzas } from './stanzas.ts'

/** `/var/lib/dpkg/status`, and the files of `status.d`, where nothing says whether it is installed: it is. */
export function readDpkg(text: string): Package[] {
  return [...stanzas(text)].flatMap((fields) => {
    const status = fields.get('Status')
    if (status !== undefined && !status.endsWith(' installed')) return []
    return toPackage('deb', fields.get('Package'), fields.get('Version')) ?? []
  })
}
