import { PortEntry } from '../../../../../../components/sandbox/ports/port-entry.tsx'
import { titled } from '../../../../../../page-title.ts'

export const generateMetadata = titled('lab')

export default function PortPage() {
  return <PortEntry />
}
