import { AdminUsers } from '../../../../components/admin/admin-users.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('users')

export default function AdminUsersPage() {
  return <AdminUsers />
}
