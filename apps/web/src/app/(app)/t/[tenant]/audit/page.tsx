import { Audit } from '../../../../../components/audit/audit.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'

export default function AuditPage() {
  return (
    <OnlyAllowed permission="audit:read">
      <Audit />
    </OnlyAllowed>
  )
}
