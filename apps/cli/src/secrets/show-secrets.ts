import type { SecretView } from '@berth/protocol'
import { printJson, printResult } from '../output.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export function showSecrets(found: readonly SecretView[], { json }: { readonly json?: boolean }): void {
  if (json) return printJson(found)
  const rows = found.map(({ name, as, version, versions }) => {
    const present = versions.find(({ number }) => number === version)
    const set = present ? [sayWhen(present.at), present.by] : ['-', '-']
    return [name, as === 'file' ? `/run/secrets/${name}` : 'variable', String(version), ...set]
  })
  printResult(formatTable([['NAME', 'GIVEN AS', 'VERSION', 'SET', 'BY'], ...rows]))
}
