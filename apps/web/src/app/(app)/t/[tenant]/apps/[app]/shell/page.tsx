import { LazyShell } from '../../../../../../../components/app/shell/lazy-shell.tsx'

export default function ShellPage() {
  return <LazyShell />
}
