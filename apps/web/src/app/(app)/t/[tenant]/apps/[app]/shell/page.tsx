import { LazyShell } from '../../../../../../../components/app/shell/lazy-shell.tsx'
import { OnlyAllowed } from '../../../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('shell')

export default function ShellPage() {
  return (
    <OnlyAllowed permission="app:exec">
      <LazyShell />
    </OnlyAllowed>
  )
}
