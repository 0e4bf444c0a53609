import { AdminNodes } from '../../../../components/admin/admin-nodes.tsx'

export default function AdminNodesPage() {
  return <AdminNodes />
}
