import { Audit } from '../../../../../components/audit/audit.tsx'

export default function AuditPage() {
  return <Audit />
}
