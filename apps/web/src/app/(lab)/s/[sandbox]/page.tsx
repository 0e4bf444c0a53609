import { SandboxPage } from '../../../../components/sandbox/sandbox-page.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('lab')

export default function LabPage() {
  return <SandboxPage />
}
