import { LazyShell } from '../../../../../../../components/app/shell/lazy-shell.tsx'
import { OnlyAllowed } from '../../../../../../../components/only-allowed.tsx'

export default function ShellPage() {
  return (
    <OnlyAllowed permission="app:exec">
      <LazyShell />
    </OnlyAllowed>
  )
}
