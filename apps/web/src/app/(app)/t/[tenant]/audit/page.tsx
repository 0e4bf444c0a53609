import { Audit } from '../../../../../components/audit/audit.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('audit')

export default function AuditPage() {
  return (
    <OnlyAllowed permission="audit:read">
      <Audit />
    </OnlyAllowed>
  )
}
