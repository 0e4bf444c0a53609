import { type Package, toPackage } from '../package.ts'
import { stanzas } from './stanzas.ts'

/** `/lib/apk/db/installed`: one letter a field. */
export function readApk(text: string): Package[] {
  return [...stanzas(text)].flatMap((fields) => toPackage('apk', fields.get('P'), fields.get('V')) ?? [])
}
