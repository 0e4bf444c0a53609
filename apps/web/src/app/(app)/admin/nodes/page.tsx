import { AdminNodes } from '../../../../components/admin/admin-nodes.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('nodes')

export default function AdminNodesPage() {
  return <AdminNodes />
}
